import DNSCore
import ServiceCatalog

/// A zone written down record by record, loaded as a transfer would load it.
struct ZoneFixture {
    let apex: DomainName
    private var records: [[UInt8]] = []
    private var statuses: [(target: DomainName, port: UInt16, health: Health)] = []
    var freshness = ZoneFreshness(server: "127.0.0.1:53")

    static let now = Timestamp(nanoseconds: 1_790_085_751_250_000_000)

    init(_ apex: String) throws {
        self.apex = try DomainName(apex)
        freshness.serial = Serial(rawValue: 2_026_092_201)
        freshness.method = .axfr
        freshness.learntAt = Self.now
        freshness.confirmedAt = Self.now
    }

    mutating func srv(
        _ owner: DomainName, _ priority: UInt16, _ weight: UInt16, _ port: UInt16, _ target: DomainName,
        ttl: UInt32 = 300
    ) {
        add(owner, 33, ttl, [priority, weight, port].flatMap(Self.bytes) + target.wire)
    }

    mutating func srv(_ owner: String, _ priority: UInt16, _ weight: UInt16, _ port: UInt16, _ target: String) throws {
        srv(try name(owner), priority, weight, port, try name(target))
    }

    mutating func a(_ owner: String, _ address: String) throws {
        guard let address = IPv4Address(address) else { throw FixtureError() }
        add(
            try name(owner), 1, 300,
            Self.bytes(UInt16(address.rawValue >> 16)) + Self.bytes(UInt16(address.rawValue & 0xFFFF)))
    }

    mutating func aaaa(_ owner: String, _ address: String) throws {
        guard let address = IPv6Address(address) else { throw FixtureError() }
        let groups = [address.high, address.low].flatMap { half in
            [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: half >> $0) }
        }
        add(try name(owner), 28, 300, groups.flatMap(Self.bytes))
    }

    mutating func txt(_ owner: DomainName, _ strings: [[UInt8]]) {
        add(owner, 16, 300, strings.flatMap { [UInt8(truncatingIfNeeded: $0.count)] + $0 })
    }

    /// What a probe of every instance at a target and port is to have found.
    mutating func health(
        of target: String, _ port: UInt16, _ status: Status, _ reason: Reason = .none, roundTrip: UInt32 = 0
    ) throws {
        let health = Health(status: status, reason: reason, roundTrip: roundTrip, since: Self.now, checkedAt: Self.now)
        statuses.append((try name(target), port, health))
    }

    func snapshot() throws -> ZoneSnapshot {
        var loader = CatalogLoader(Catalog(apex: apex))
        loader.beginReplacement()
        loader.beginMessage()
        for record in records {
            var reader = WireReader(record.span)
            try loader.add(RecordView(&reader))
        }
        try loader.commit(
            soa: StartOfAuthority(
                primary: apex, mailbox: apex, serial: Serial(rawValue: 2_026_092_201), refresh: 1, retry: 1, expire: 1,
                minimum: 1))
        let catalog = loader.catalog
        var table = HealthTable()
        catalog.forEachInstance { id in
            let target = catalog.target(of: id)
            let port = catalog.location(of: id).port
            let known = statuses.first { $0.target == target && $0.port == port }?.health
            table.insert(id, of: catalog.service(of: id), known ?? .unknown)
        }
        return ZoneSnapshot(catalog: catalog, table: table, freshness: freshness)
    }

    /// A name below the apex unless it ends with a dot.
    func name(_ text: String) throws -> DomainName {
        try text.hasSuffix(".") ? DomainName(text) : DomainName(text, origin: apex)
    }

    private mutating func add(_ owner: DomainName, _ type: UInt16, _ ttl: UInt32, _ rdata: [UInt8]) {
        var record = owner.wire + Self.bytes(type) + Self.bytes(1)
        record += Self.bytes(UInt16(ttl >> 16)) + Self.bytes(UInt16(ttl & 0xFFFF))
        record += Self.bytes(UInt16(truncatingIfNeeded: rdata.count)) + rdata
        records.append(record)
    }

    private static func bytes(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }

    struct FixtureError: Error {}
}

extension ZoneFixture {
    /// Three web servers in two tiers, a printer announced by DNS-SD, and a service that is not offered.
    static func office() throws -> ZoneFixture {
        var zone = try ZoneFixture("office.example.")
        try zone.srv("_http._tcp", 10, 60, 8080, "web1")
        try zone.srv("_http._tcp", 10, 40, 8080, "web2")
        try zone.srv("_http._tcp", 20, 0, 8080, "web3")
        try zone.srv("_imap._tcp", 0, 0, 0, ".")
        let printer = try zone.name(#"My\032Printer._ipp._tcp"#)
        zone.srv(printer, 0, 0, 631, try zone.name("printer"), ttl: 120)
        zone.txt(printer, [Array("txtvers=1".utf8), Array("note=Zimmer 12, Süd".utf8)])
        try zone.a("web1", "192.0.2.1")
        try zone.aaaa("web1", "2001:db8::1")
        try zone.a("web2", "192.0.2.2")
        try zone.a("printer", "192.0.2.31")
        try zone.health(of: "web1", 8080, .up, roundTrip: 360)
        try zone.health(of: "web2", 8080, .down, .refused, roundTrip: 1_250)
        try zone.health(of: "web3", 8080, .dangling, .noAddress)
        try zone.health(of: ".", 0, .unavailable, .notOffered)
        try zone.health(of: "printer", 631, .up, roundTrip: 12_400)
        return zone
    }
}
