import DNSCore

/// What one requester may change. Asked before anything else is looked at: the answers to prerequisites tell what is in a
/// zone (RFC 2136 section 3.3 leaves the order to the server).
package struct UpdatePermission: Sendable {
    private enum Scope: Sendable {
        case everything
        case domain(KeyDomain, types: [RecordType]?, hosts: [HostDomain])
    }

    private let scope: Scope
    /// How many records there may be at the names that the requester owns.
    package let mostRecords: Int?

    private init(_ scope: Scope, mostRecords: Int? = nil) {
        self.scope = scope
        self.mostRecords = mostRecords
    }

    package static let everything = UpdatePermission(.everything)

    /// - Returns: nil for a key that may change nothing.
    package init?(_ key: StoredKey) {
        switch key.role {
        case .admin: self.init(.everything)
        case .owner:
            let hosts = key.hosts.map(HostDomain.init)
            self.init(.domain(KeyDomain(key.name), types: key.types, hosts: hosts), mostRecords: key.mostRecords)
        case .transfer: return nil
        }
    }

    /// The name that everything that the requester owns is or lies below; nil where that is the zone.
    package var ownName: DomainName? {
        if case .domain(let domain, _, _) = scope { domain.name } else { nil }
    }

    /// Whether what lies at a name counts against `mostRecords`.
    package func owns(_ name: DomainName) -> Bool {
        switch scope {
        case .everything: true
        case .domain(let domain, _, _): domain.owns(name)
        }
    }

    package func refusal(of prerequisite: Prerequisite) -> UpdateRefusal? {
        guard case .domain(let domain, _, let hosts) = scope, !domain.mayAsk(about: prerequisite.name),
            !hosts.contains(where: { $0.mayAsk(about: prerequisite.name) })
        else { return nil }
        return UpdateRefusal(.refused, "the key may not ask about \(prerequisite.name)")
    }

    package func refusal(of change: UpdateRequest.Change) -> UpdateRefusal? {
        guard case .domain(let domain, let types, let hosts) = scope else { return nil }
        switch change {
        case .add(let name, _, let data), .delete(let name, let data):
            if hosts.contains(where: { $0.owns(data.type, at: name) }) { return nil }
            guard domain.owns(data, at: name) else { return Self.foreign(name, data.type) }
            return Self.refusal(of: data.type, at: name, types)
        case .deleteRRset(let name, let type):
            if hosts.contains(where: { $0.owns(type, at: name) }) { return nil }
            guard domain.owns(name) else { return Self.foreign(name, type) }
            return Self.refusal(of: type, at: name, types)
        case .deleteAll(let name):
            guard domain.owns(name) else { return Self.foreign(name, .any) }
            return types == nil ? nil : UpdateRefusal(.refused, "the key may not delete every type at \(name)")
        }
    }

    private static func foreign(_ name: DomainName, _ type: RecordType) -> UpdateRefusal {
        UpdateRefusal(.refused, "\(name) \(type) is not the key's to change")
    }

    private static func refusal(of type: RecordType, at name: DomainName, _ types: [RecordType]?) -> UpdateRefusal? {
        if let types {
            return types.contains(type) ? nil : UpdateRefusal(.refused, "the key may not change \(type) at \(name)")
        }
        return structural.contains(type) ? UpdateRefusal(.refused, "\(type) is for an admin key to change") : nil
    }

    /// What shapes the zone and is no service's business.
    private static let structural: Set<RecordType> = [.soa, .ns, .ds, .dnskey, .rrsig, .nsec, .nsec3]
}
