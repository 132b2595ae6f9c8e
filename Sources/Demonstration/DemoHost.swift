import DNSCore

/// A host of the demonstration: a name, and addresses of 127.0.0.0/8 or ::1.
struct DemoHost: Hashable, Sendable {
    var name: String
    var addresses: [IPAddress]
}

extension DemoHost {
    /// Hosts by name, each with an address of its own; those that are named get an address that nobody listens at as well.
    static func all(named names: some Sequence<String>, withDeadAddress isHalfDead: (String) -> Bool) -> [DemoHost] {
        names.enumerated().map { number, name in
            let own = IPAddress.v4(IPv4Address(rawValue: firstAddress + UInt32(number)))
            guard isHalfDead(name) else { return DemoHost(name: name, addresses: [own]) }
            return DemoHost(
                name: name, addresses: [own, .v4(IPv4Address(rawValue: firstDeadAddress + UInt32(number)))])
        }
    }

    /// 127.77.0.1
    private static let firstAddress: UInt32 = 0x7F4D_0001
    /// 127.78.0.1
    private static let firstDeadAddress: UInt32 = 0x7F4E_0001
}
