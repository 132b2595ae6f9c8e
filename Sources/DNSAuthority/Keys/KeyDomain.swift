import DNSCore

/// What a key owns by its name: that name itself; below the name of a service, the instances of DNS-SD (RFC 6763 section
/// 4.1) with the pointers to them; of an instance, the pointer that makes it be found.
struct KeyDomain: Sendable {
    let name: DomainName
    private let kind: Kind

    private enum Kind {
        case service
        case instance(of: DomainName)
        case other
    }

    init(_ name: DomainName) {
        self.name = name
        if name.isService {
            kind = .service
        } else if let parent = name.parent, parent.isService {
            kind = .instance(of: parent)
        } else {
            kind = .other
        }
    }

    /// Whether all that a name may have is the key's.
    func owns(_ owner: DomainName) -> Bool {
        if owner == name { return true }
        if case .service = kind { return owner.isEqualOrBelow(name) && owner.parent == name }
        return false
    }

    /// Whether one record is the key's, though not all at its name are.
    func owns(_ data: RecordData, at owner: DomainName) -> Bool {
        if owns(owner) { return true }
        guard case .instance(let service) = kind, owner == service, case .ptr(let instance) = data else { return false }
        return instance == name
    }

    /// Whether it may ask about a name: what is there is its own, or may be pointed at it.
    func mayAsk(about owner: DomainName) -> Bool {
        if case .instance(let service) = kind, owner == service { return true }
        return owns(owner)
    }
}

extension DomainName {
    /// `_http._tcp` and what follows (RFC 2782).
    var isService: Bool {
        var labels = labels
        guard let service = labels.next(), service.first == UInt8(ascii: "_"), let transport = labels.next() else {
            return false
        }
        return ["_tcp", "_udp", "_sctp"].contains(String(decoding: transport, as: UTF8.self).lowercased())
    }
}
