import DNSCore

extension LeaseTable {
    /// Follows an update that has been carried out, change by change: what was added has the lease that was granted, what
    /// was deleted has none. Without a grant the lease of a record that is there already stays as it is.
    /// - Parameter contents: the zone with the update in it.
    mutating func follow(_ changes: [UpdateRequest.Change], granting grant: LeaseGrant?, in contents: ZoneContents) {
        for change in changes {
            switch change {
            case .add(let name, _, let data): if let grant { self.grant(data, at: name, grant) }
            case .deleteRRset(let name, let type): removeAll(at: name) { $0.data.type == type }
            case .deleteAll(let name): removeAll(at: name) { _ in true }
            case .delete(let name, let data): removeAll(at: name) { $0.data == data }
            }
        }
        // An addition may have come to nothing, or have taken another record's place.
        for name in Set(changes.map(\.name)) {
            removeAll(at: name) { !(contents.rrset($0.data.type, at: name)?.contains($0.data) ?? false) }
        }
    }
}
