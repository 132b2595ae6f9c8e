import DNSCore
import ServiceCatalog

/// Reads the zone in which an authority tells of leases: `_lease.` and the zone's own name, with a TXT record for each
/// leased record at the name that it has below the zone.
///
/// `record=SRV 10 60 8080 web1.svc.example.`, `expires=` in seconds since 1970, `granted=` in seconds, `key=`.
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
        guard case .txt(let text) = record.data, let owner = owner(of: record.name),
            let location = text.location, let lease = text.lease
        else { return }
        leases[owner, location] = lease
        count += 1
    }

    mutating func remove(_ record: borrowing RecordView) throws(WireError) {
        guard record.type == .txt else { return }
        let record = try record.resourceRecord()
        guard case .txt(let text) = record.data, let owner = owner(of: record.name), let location = text.location
        else { return }
        leases[owner, location] = nil
    }

    mutating func commit(soa: StartOfAuthority) throws(WireError) { serial = soa.serial }

    /// The name in the zone that a name of the lease zone stands for.
    private func owner(of name: DomainName) -> DomainName? {
        try? DomainName(labels: Array(name.labels).dropLast(prefix) + Array(zone.labels))
    }
}

extension TextStrings {
    private func text(_ key: String) -> String? {
        guard case .bytes(let bytes)? = self[key] else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The SRV record that is spoken of.
    fileprivate var location: ServiceLocation? {
        guard let record = text("record"), record.hasPrefix("SRV "),
            case .srv(let location)? = try? RecordData(type: .srv, text: record.dropFirst(4))
        else { return nil }
        return location
    }

    fileprivate var lease: Lease? {
        guard let expires = text("expires").flatMap(Int64.init), let granted = text("granted").flatMap(Int64.init),
            (0...Self.latest).contains(expires), (0...Self.latest).contains(granted)
        else { return nil }
        return Lease(
            expiresAt: Timestamp(nanoseconds: expires * 1_000_000_000), length: .seconds(granted),
            key: text("key").flatMap { try? DomainName($0) })
    }

    /// The year 2200, so that nanoseconds fit.
    private static let latest: Int64 = 7_258_118_400
}
