extension UpdateRequest {
    /// One change to a zone (RFC 2136 section 2.5).
    public enum Change: Hashable, Sendable {
        /// Adds a record; where one with the same data is there, it gets the new TTL (section 2.5.1).
        case add(DomainName, ttl: UInt32, RecordData)
        /// Deletes all records of one type at a name (section 2.5.2).
        case deleteRRset(DomainName, RecordType)
        /// Deletes all records at a name; at the apex all but SOA and NS (section 2.5.3).
        case deleteAll(DomainName)
        /// Deletes one record, whatever its TTL (section 2.5.4).
        case delete(DomainName, RecordData)

        public var name: DomainName {
            switch self {
            case .add(let name, _, _), .deleteRRset(let name, _), .deleteAll(let name), .delete(let name, _): name
            }
        }
    }
}

extension UpdateRequest.Change {
    /// The record of the update section that says this.
    func record(in zoneClass: RecordClass) -> ResourceRecord {
        switch self {
        case .add(let name, let ttl, let data):
            ResourceRecord(name: name, recordClass: zoneClass, ttl: ttl, data: data)
        case .deleteRRset(let name, let type):
            ResourceRecord(name: name, recordClass: .any, ttl: 0, data: .empty(type))
        case .deleteAll(let name):
            ResourceRecord(name: name, recordClass: .any, ttl: 0, data: .empty(.any))
        case .delete(let name, let data):
            ResourceRecord(name: name, recordClass: .none, ttl: 0, data: data)
        }
    }

    /// What one record of the update section says (section 3.4.1).
    init(_ record: ResourceRecord, in zoneClass: RecordClass) throws(UpdateError) {
        switch (record.recordClass, record.data) {
        case (.any, .empty(.any)) where record.ttl == 0: self = .deleteAll(record.name)
        case (.any, .empty(let type)) where record.ttl == 0 && type.isZoneData:
            self = .deleteRRset(record.name, type)
        case (.none, let data) where record.ttl == 0 && data.type.isZoneData: self = .delete(record.name, data)
        case (zoneClass, let data) where data.isUpdatable: self = .add(record.name, ttl: record.ttl, data)
        default: throw .malformedRecord(record.name, record.type)
        }
    }
}

extension RecordData {
    /// Whether a record with this data can be in a zone.
    var isUpdatable: Bool {
        if case .empty = self { false } else { type.isZoneData }
    }
}

/// As nsupdate reads it.
extension UpdateRequest.Change: CustomStringConvertible {
    public var description: String {
        switch self {
        case .add(let name, let ttl, let data): "update add \(name) \(ttl) \(data.type) \(data)"
        case .deleteRRset(let name, let type): "update delete \(name) \(type)"
        case .deleteAll(let name): "update delete \(name)"
        case .delete(let name, let data): "update delete \(name) \(data.type) \(data)"
        }
    }
}
