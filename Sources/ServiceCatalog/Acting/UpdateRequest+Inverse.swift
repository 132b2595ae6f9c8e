import DNSCore

extension UpdateRequest {
    /// What takes this back, once it has been carried out on records that were `before`: the same records with the same TTLs,
    /// if the RRsets still are what this leaves behind. Where this asks of an RRset no more than that there is one, so does
    /// the inverse.
    /// - Parameter before: All records of the RRsets that it changes.
    package func inverse(given before: some Sequence<ResourceRecord>) -> UpdateRequest {
        let before = RRsets(before)
        var after = before
        after.apply(changes)
        var inverse = UpdateRequest(zone: zone, recordClass: recordClass)
        for key in changedRRsets {
            let isExact = !prerequisites.contains(.exists(key.name, key.type)) || after[key].isEmpty
            inverse.prerequisites.append(isExact ? after.prerequisite(key) : .exists(key.name, key.type))
            inverse.changes += Self.changes(of: key, from: after, to: before)
        }
        return inverse
    }

    /// Deletions first: some servers let a name have but so many records of a type, and Knot gives a record that is added to
    /// itself no new TTL.
    private static func changes(of key: RRsetKey, from old: RRsets, to new: RRsets) -> [Change] {
        let wanted = Dictionary(new[key].map { ($0.data, $0.ttl) }) { first, _ in first }
        let present = Dictionary(old[key].map { ($0.data, $0.ttl) }) { first, _ in first }
        let deletions = old[key].filter { wanted[$0.data] != $0.ttl }.map { Change.delete($0.name, $0.data) }
        let additions = new[key].filter { present[$0.data] != $0.ttl }.map {
            Change.add($0.name, ttl: $0.ttl, $0.data)
        }
        return deletions + additions
    }
}
