import DNSCore

/// What a key may change of a host that its service runs on: the addresses, and the certificates of the host's ports
/// (TLSA at `_8080._tcp.HOST`, RFC 6698 section 3).
struct HostDomain: Hashable, Sendable {
    static let types: [RecordType] = [.a, .aaaa, .tlsa]

    let host: DomainName

    func owns(_ type: RecordType, at owner: DomainName) -> Bool {
        switch type {
        case .a, .aaaa: owner == host
        case .tlsa: isPort(owner)
        default: false
        }
    }

    func mayAsk(about owner: DomainName) -> Bool { owner == host || isPort(owner) }

    private func isPort(_ owner: DomainName) -> Bool {
        var labels = owner.labels
        guard owner.isService, owner.parent?.parent == host, let port = labels.next()?.dropFirst() else { return false }
        return UInt16(String(decoding: port, as: UTF8.self)) != nil
    }
}
