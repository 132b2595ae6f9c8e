/// Which RRset: a name and a type.
package struct RRsetKey: Hashable, Sendable {
    package var name: DomainName
    package var type: RecordType

    package init(_ name: DomainName, _ type: RecordType) {
        self.name = name
        self.type = type
    }
}

extension RRsetKey: CustomStringConvertible {
    package var description: String { "\(name) \(type)" }
}

extension Prerequisite {
    /// The RRset that it is about; nil where it is about a name.
    package var rrset: RRsetKey? {
        switch self {
        case .exists(let name, let type), .doesNotExist(let name, let type): RRsetKey(name, type)
        case .equals(let name, let data): data.first.map { RRsetKey(name, $0.type) }
        case .nameInUse, .nameNotInUse: nil
        }
    }
}

extension UpdateRequest.Change {
    /// The RRset that it changes; nil where it is about all of a name.
    package var rrset: RRsetKey? {
        switch self {
        case .add(let name, _, let data), .delete(let name, let data): RRsetKey(name, data.type)
        case .deleteRRset(let name, let type): RRsetKey(name, type)
        case .deleteAll: nil
        }
    }
}

extension UpdateRequest {
    /// What it changes, in the order in which it does.
    package var changedRRsets: [RRsetKey] {
        var seen = Set<RRsetKey>()
        return changes.compactMap(\.rrset).filter { seen.insert($0).inserted }
    }
}
