import DNSClient
import DNSCore

@testable import DNSAuthority

/// Takes what a transfer brings, and is the zone that it describes. Nothing tells the TTL of the SOA: it is 60 in tests.
struct TransferredZone: TransferSink {
    private(set) var contents: ZoneContents

    init(apex: DomainName) { contents = ZoneContents(apex: apex) }

    mutating func beginMessage() {}
    mutating func beginReplacement() { contents = ZoneContents(apex: contents.apex) }

    mutating func add(_ record: borrowing RecordView) throws(WireError) {
        contents.insert(try record.resourceRecord())
    }

    mutating func remove(_ record: borrowing RecordView) throws(WireError) {
        contents.remove(try record.resourceRecord())
    }

    mutating func commit(soa: StartOfAuthority) throws(WireError) {
        contents.insert(ResourceRecord(name: contents.apex, ttl: 60, data: .soa(soa)))
    }
}
