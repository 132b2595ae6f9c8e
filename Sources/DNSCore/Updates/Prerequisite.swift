/// What must hold in a zone before an UPDATE changes anything (RFC 2136 section 2.4).
public enum Prerequisite: Hashable, Sendable {
    /// There are records of this type at this name, whatever they say (section 2.4.1).
    case exists(DomainName, RecordType)
    /// The records of this type at this name are exactly these, in any order and whatever their TTL (section 2.4.2).
    /// All of them are of one type.
    case equals(DomainName, [RecordData])
    /// There is no record of this type at this name (section 2.4.3).
    case doesNotExist(DomainName, RecordType)
    /// There is a record of any type at this name itself (section 2.4.4).
    case nameInUse(DomainName)
    /// There is no record at this name itself (section 2.4.5).
    case nameNotInUse(DomainName)

    public var name: DomainName {
        switch self {
        case .exists(let name, _), .equals(let name, _), .doesNotExist(let name, _), .nameInUse(let name),
            .nameNotInUse(let name):
            name
        }
    }
}

extension Prerequisite {
    /// The records of the prerequisite section that say this.
    func records(in zoneClass: RecordClass) -> [ResourceRecord] {
        switch self {
        case .exists(let name, let type):
            [ResourceRecord(name: name, recordClass: .any, ttl: 0, data: .empty(type))]
        case .equals(let name, let data):
            data.map { ResourceRecord(name: name, recordClass: zoneClass, ttl: 0, data: $0) }
        case .doesNotExist(let name, let type):
            [ResourceRecord(name: name, recordClass: .none, ttl: 0, data: .empty(type))]
        case .nameInUse(let name):
            [ResourceRecord(name: name, recordClass: .any, ttl: 0, data: .empty(.any))]
        case .nameNotInUse(let name):
            [ResourceRecord(name: name, recordClass: .none, ttl: 0, data: .empty(.any))]
        }
    }

    /// What one record of the prerequisite section says (section 3.2).
    init(_ record: ResourceRecord, in zoneClass: RecordClass) throws(UpdateError) {
        guard record.ttl == 0 else { throw .malformedRecord(record.name, record.type) }
        switch (record.recordClass, record.data) {
        case (.any, .empty(.any)): self = .nameInUse(record.name)
        case (.none, .empty(.any)): self = .nameNotInUse(record.name)
        case (.any, .empty(let type)) where type.isZoneData: self = .exists(record.name, type)
        case (.none, .empty(let type)) where type.isZoneData: self = .doesNotExist(record.name, type)
        case (zoneClass, let data) where data.isUpdatable: self = .equals(record.name, [data])
        default: throw .malformedRecord(record.name, record.type)
        }
    }
}

/// As nsupdate reads it.
extension Prerequisite: CustomStringConvertible {
    public var description: String {
        switch self {
        case .exists(let name, let type): "prereq yxrrset \(name) \(type)"
        case .equals(let name, let data):
            data.map { "prereq yxrrset \(name) \($0.type) \($0)" }.joined(separator: "\n")
        case .doesNotExist(let name, let type): "prereq nxrrset \(name) \(type)"
        case .nameInUse(let name): "prereq yxdomain \(name)"
        case .nameNotInUse(let name): "prereq nxdomain \(name)"
        }
    }
}
