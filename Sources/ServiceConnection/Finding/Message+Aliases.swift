import DNSCore

extension Message {
    /// More aliases in a row than these are not followed.
    static let aliasLimit = 8

    /// Where the aliases in the answer lead from a name: to itself where it is none.
    /// - Returns: nothing where they lead in a circle, or too far.
    func end(ofAliasesFrom name: DomainName) -> DomainName? {
        var name = name
        for _ in 0...Self.aliasLimit {
            guard let next = alias(of: name) else { return name }
            name = next
        }
        return nil
    }

    private func alias(of name: DomainName) -> DomainName? {
        for record in answers where record.name == name {
            if case .cname(let target) = record.data { return target }
        }
        return nil
    }

    /// What the records at a name say, one after the other.
    func answers(at name: DomainName) -> [RecordData] { answers.filter { $0.name == name }.map(\.data) }

    /// The addresses of a host that came along, though nobody asked.
    func additionalAddresses(of host: DomainName) -> [IPAddress] {
        additionals.filter { $0.name == host }.compactMap { IPAddress($0.data) }
    }
}

extension IPAddress {
    /// What an A or AAAA record says.
    init?(_ data: RecordData) {
        switch data {
        case .a(let address): self = .v4(address)
        case .aaaa(let address): self = .v6(address)
        default: return nil
        }
    }
}
