import DNSCore

/// A name that is looked for in a certificate (RFC 9525 section 6.1): in lower case, without a dot at the end.
enum ReferenceIdentifier: Hashable {
    /// A service label and the name that it is at.
    case service(String, at: String)
    case host(String)
    case address(IPAddress)

    func isMet(by names: [PresentedName]) -> Bool { names.contains(where: isMet) }

    private func isMet(by name: PresentedName) -> Bool {
        switch (self, name) {
        case (.service(let label, let domain), .service(let name)):
            let name = Self.normal(name)
            let ownLabel = name.prefix { $0 != "." }
            return ownLabel == label && Self.matches(name.dropFirst(ownLabel.count + 1), domain)
        case (.host(let host), .host(let name)): return Self.matches(Self.normal(name)[...], host)
        case (.address(let address), .address(let other)): return address == other
        default: return false
        }
    }

    /// A `*` stands for one whole label, the first one, of a name with three or more (RFC 9525 section 6.3).
    private static func matches(_ presented: Substring, _ name: String) -> Bool {
        guard presented.hasPrefix("*.") else { return !name.isEmpty && presented == name }
        let parent = presented.dropFirst(2)
        guard parent.contains("."), let dot = name.firstIndex(of: "."), dot != name.startIndex else { return false }
        return name[name.index(after: dot)...] == parent
    }

    /// Only ASCII letters lose their case.
    static func normal(_ name: some StringProtocol) -> String {
        let bytes = name.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return String(decoding: bytes.last == UInt8(ascii: ".") ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }
}

extension ReferenceIdentifier: CustomStringConvertible {
    var description: String {
        switch self {
        case .service(let label, let domain): "\(label).\(domain)"
        case .host(let host): host
        case .address(let address): address.description
        }
    }
}

extension ExpectedPeer {
    func identifiers(by rule: PeerIdentityPolicy.NameRule) -> [ReferenceIdentifier] {
        switch rule {
        case .service: services.flatMap(\.serviceIdentifiers)
        case .host: hosts.map(Self.identifier(ofHost:))
        case .serviceOrHost: services.flatMap(\.serviceIdentifiers) + hosts.map(Self.identifier(ofHost:))
        }
    }

    private static func identifier(ofHost host: String) -> ReferenceIdentifier {
        IPAddress(host).map { .address($0) } ?? .host(ReferenceIdentifier.normal(host))
    }
}

extension DomainName {
    /// For `_http._tcp.web.svc.internal.`: the SRV-ID `_http.web.svc.internal`, and the DNS-ID `web.svc.internal`.
    ///
    /// What stands before the service's label is the name of an instance (RFC 6763 section 4.1).
    var serviceIdentifiers: [ReferenceIdentifier] {
        let labels = Array(labels)
        let underscore = UInt8(ascii: "_")
        let place = labels.indices.dropLast().first {
            labels[$0].first == underscore && labels[$0 + 1].first == underscore
        }
        guard let place, let domain = try? DomainName(labels: labels[(place + 2)...]), !domain.isRoot else {
            return [.host(ReferenceIdentifier.normal(description))]
        }
        let label = ReferenceIdentifier.normal(String(decoding: labels[place], as: UTF8.self))
        let host = ReferenceIdentifier.normal(domain.description)
        return [.service(label, at: host), .host(host)]
    }
}
