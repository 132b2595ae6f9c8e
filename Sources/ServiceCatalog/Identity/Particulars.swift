import DNSCore

/// What an instance's TXT and TLSA records say besides where it is: who has to answer, how to ask, and what starts it.
package struct Particulars: Hashable, Sendable {
    package var identity: Identity
    package var probe: ProbeWish
    /// nil for a service that runs all the time.
    package var activation: WakeSign?

    package init(identity: Identity = Identity(), probe: ProbeWish = ProbeWish(), activation: WakeSign? = nil) {
        self.identity = identity
        self.probe = probe
        self.activation = activation
    }

    package var isEmpty: Bool { identity.isEmpty && probe.isEmpty && activation == nil }

    /// Of one TXT record: `uid=1000`, `pin=BASE64`, `probe=`, `path=`, `status=`, `activation=`. What makes no sense says
    /// nothing; of an activation that is not known, the most careful is believed.
    package init(_ texts: TextStrings) {
        self.init()
        for string in texts.strings {
            guard let equals = string.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let value = String(decoding: string[(equals + 1)...], as: UTF8.self)
            switch String(decoding: string[..<equals].map(asciiLowercased), as: UTF8.self) {
            case "uid": if let user = Self.user(value) { identity.users.insert(user) }
            case "pin": identity.pins.formUnion(value.split(separator: ",").compactMap { CertificatePin(String($0)) })
            case "probe": probe.method = probe.method ?? ProbeWish.Method(rawValue: value.lowercased())
            case "path": probe.path = probe.path ?? ProbeWish.path(value.utf8)
            case "status": probe.statuses = probe.statuses ?? ProbeWish.statuses(value)
            case "activation": add(WakeSign(rawValue: value.lowercased()) ?? .connect)
            default: break
            }
        }
    }

    /// -1 is nobody's.
    private static func user(_ text: String) -> UInt32? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let user = UInt32(text), user != .max else {
            return nil
        }
        return user
    }

    mutating func add(_ other: Particulars) {
        identity.formUnion(other.identity)
        probe = probe.completed(by: other.probe)
        if let activation = other.activation { add(activation) }
    }

    /// Of several the one that more starts.
    private mutating func add(_ wake: WakeSign) {
        activation = activation == .connect || wake == .connect ? .connect : .data
    }
}
