import DNSCore

/// Takes a zone from a transfer (AXFR): where zones of another server become the authority's own.
package struct ZoneContentsSink: TransferSink {
    /// Whole only after `commit`.
    package private(set) var contents: ZoneContents
    package private(set) var isWhole = false

    package init(zone: DomainName) {
        contents = ZoneContents(apex: zone)
    }

    package mutating func beginMessage() {}

    package mutating func beginReplacement() { contents = ZoneContents(apex: contents.apex) }

    package mutating func add(_ record: borrowing RecordView) throws(WireError) {
        contents.insert(try record.resourceRecord())
    }

    package mutating func remove(_ record: borrowing RecordView) throws(WireError) {
        contents.remove(try record.resourceRecord())
    }

    package mutating func commit(soa: StartOfAuthority) throws(WireError) {
        // A transfer tells the SOA apart from the records; its TTL with it.
        contents.insert(ResourceRecord(name: contents.apex, ttl: soa.minimum, data: .soa(soa)))
        isWhole = true
    }
}
