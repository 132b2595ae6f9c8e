import DNSCore
import ServiceCatalog

/// Reads the zone in which an authority tells of leases: `_lease.` and the zone's own name, with a TXT record for each
/// leased record at the name that it has below the zone (`LeaseNote`).
struct LeaseCollector: TransferSink {
    /// More is not kept, whatever a server sends.
    static let mostLeases = 2_000_000

    let zone: DomainName
    private let prefix: Int
    private(set) var leases = LeaseTable()
    private(set) var serial: Serial?
    private var count = 0

    init(zone: DomainName, leaseZone: DomainName) {
        self.zone = zone
        prefix = leaseZone.labelCount
    }

    mutating func beginMessage() {}

    mutating func beginReplacement() {
        leases = LeaseTable()
        count = 0
    }

    mutating func add(_ record: borrowing RecordView) throws(WireError) {
        guard record.type == .txt, count < Self.mostLeases else { return }
        let record = try record.resourceRecord()
        guard case .txt(let text) = record.data, let owner = owner(of: record.name), let note = LeaseNote(text) else {
            return
        }
        leases[owner, note.location] = Lease(note)
        count += 1
    }

    mutating func remove(_ record: borrowing RecordView) throws(WireError) {
        guard record.type == .txt else { return }
        let record = try record.resourceRecord()
        guard case .txt(let text) = record.data, let owner = owner(of: record.name), let note = LeaseNote(text) else {
            return
        }
        leases[owner, note.location] = nil
    }

    mutating func commit(soa: StartOfAuthority) throws(WireError) { serial = soa.serial }

    /// The name in the zone that a name of the lease zone stands for.
    private func owner(of name: DomainName) -> DomainName? {
        try? DomainName(labels: Array(name.labels).dropLast(prefix) + Array(zone.labels))
    }
}

extension Lease {
    fileprivate init(_ note: LeaseNote) {
        self.init(
            expiresAt: Timestamp(nanoseconds: note.expires * 1_000_000_000), length: .seconds(note.granted),
            key: note.key)
    }
}
