/// Brings together the records of a prerequisite section that make up one RRset: they may stand anywhere in it
/// (RFC 2136 section 3.2.3).
struct PrerequisiteSection {
    private struct RRsetKey: Hashable {
        var name: DomainName
        var type: RecordType
    }

    private var entries: [Prerequisite] = []
    /// The data of each `equals`, beside its entry.
    private var data: [[RecordData]] = []
    private var places: [RRsetKey: Int] = [:]

    mutating func append(_ prerequisite: Prerequisite) {
        guard case .equals(let name, let more) = prerequisite, let type = more.first?.type else {
            entries.append(prerequisite)
            data.append([])
            return
        }
        let key = RRsetKey(name: name, type: type)
        if let place = places[key] {
            data[place] += more
        } else {
            places[key] = entries.count
            entries.append(prerequisite)
            data.append(more)
        }
    }

    /// In the order in which each was first spoken of.
    var prerequisites: [Prerequisite] {
        zip(entries, data).map { entry, data in
            if case .equals(let name, _) = entry { .equals(name, data) } else { entry }
        }
    }
}
