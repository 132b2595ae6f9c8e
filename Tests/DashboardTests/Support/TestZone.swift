import DNSCore
import ServiceCatalog

/// A zone as tests write it: `NAME TTL TYPE RDATA`, and behind `;` on the line of an SRV record its health.
///
///     _ldap._tcp 60 SRV 10 50 389 dc1 ; down refused for=4m rtt=12ms
///
/// Later texts of the same zone go through the same loader as transfers do, so records that stay keep their numbers.
struct TestZone {
    struct BadLine: Error {
        var line: String
    }

    var snapshot: ZoneSnapshot

    init(_ name: String, server: String = "10.0.0.53", learnt: Duration = .seconds(240)) throws {
        var freshness = ZoneFreshness(server: server)
        freshness.learntAt = .testStart.advanced(by: .zero - learnt)
        freshness.confirmedAt = .testStart.advanced(by: .seconds(-2))
        freshness.method = .axfr
        freshness.serial = Serial(rawValue: 2_026_092_214)
        snapshot = ZoneSnapshot(catalog: Catalog(apex: try DomainName(name)), freshness: freshness)
    }

    init(_ name: String, _ text: String, at now: Timestamp = .testStart) throws {
        try self.init(name)
        try replace(with: text, at: now)
    }

    var freshness: ZoneFreshness {
        get { snapshot.freshness }
        set { snapshot.freshness = newValue }
    }

    /// A whole transfer. What is gone becomes a tombstone, as the monitor has it.
    mutating func replace(with text: String, at now: Timestamp = .testStart, caches: Duration = .seconds(60)) throws {
        let lines = try text.split(separator: "\n").compactMap { try Line(String($0), origin: snapshot.name) }
        var loader = CatalogLoader(snapshot.catalog)
        loader.beginReplacement()
        try loader.feed(lines.map(\.record))
        try loader.commit(soa: .test(snapshot.name))
        let before = snapshot.catalog
        snapshot.catalog = loader.catalog
        for gone in loader.changes.removed + loader.changes.replaced.map(\.old) {
            snapshot.table.remove(gone, of: before.service(of: gone))
        }
        for gone in loader.changes.removed {
            snapshot.tombstones.append(
                ZoneSnapshot.Tombstone(
                    instance: gone, service: before.service(of: gone), withdrawnAt: now,
                    clearsAt: now.advanced(by: caches)))
        }
        try insertHealths(lines, before: before, at: now)
    }

    /// The tombstones' numbers may be used again from now on.
    mutating func forgetTombstones() {
        snapshot.catalog.reclaim(snapshot.tombstones.map(\.instance))
        snapshot.tombstones = []
    }

    mutating func set(_ title: String, _ health: String, at now: Timestamp = .testStart) throws {
        let catalog = snapshot.catalog
        var found: InstanceID?
        catalog.forEachInstance { if catalog.instance($0).title(relativeTo: catalog.apex) == title { found = $0 } }
        guard let found else { throw BadLine(line: title) }
        let words = health.split(separator: " ").map(String.init)
        snapshot.table.update(found, of: catalog.service(of: found), try Health(words: words, at: now))
    }

    private mutating func insertHealths(_ lines: [Line], before: Catalog, at now: Timestamp) throws {
        let catalog = snapshot.catalog
        let spoken = Dictionary(
            lines.compactMap { line in line.key.map { ($0, line.health) } }, uniquingKeysWith: { first, _ in first })
        var all: [InstanceID] = []
        catalog.forEachInstance { all.append($0) }
        for instance in all {
            let wasThere = before.isRegistered(instance)
            let words = spoken[Line.Key(catalog.instance(instance))] ?? nil
            guard words != nil || !wasThere else { continue }
            let past = words?.filter(TestPast.isAbout) ?? []
            let health = try words.map { try Health(words: $0.filter { !TestPast.isAbout($0) }, at: now) } ?? .unknown
            try TestPast(past).tell(&snapshot, of: instance, health)
            let service = catalog.service(of: instance)
            if wasThere {
                snapshot.table.update(instance, of: service, health)
            } else {
                snapshot.table.insert(instance, of: service, health)
            }
        }
    }
}

/// A line of a zone: its record, and what is said of its health.
private struct Line {
    struct Key: Hashable {
        var owner: DomainName
        var target: DomainName
        var port: UInt16

        init(_ instance: Instance) { (owner, target, port) = (instance.owner, instance.target, instance.port) }
        init(_ owner: DomainName, _ srv: ServiceLocation) {
            (self.owner, target, port) = (owner, srv.target, srv.port)
        }
    }

    var record: ResourceRecord
    var health: [String]?

    init?(_ text: String, origin: DomainName) throws {
        let halves = text.split(separator: " ; ", maxSplits: 1)
        let fields = halves.first?.split(separator: " ", maxSplits: 3) ?? []
        guard !fields.isEmpty else { return nil }
        guard fields.count == 4, let ttl = UInt32(fields[1]), let type = RecordType(String(fields[2])) else {
            throw TestZone.BadLine(line: text)
        }
        let data = try RecordData(type: type, text: fields[3], origin: origin)
        record = ResourceRecord(name: try DomainName(fields[0], origin: origin), ttl: ttl, data: data)
        if halves.count == 2 { health = halves[1].split(separator: " ").map(String.init) }
    }

    var key: Key? { if case .srv(let location) = record.data { Key(record.name, location) } else { nil } }
}

extension Health {
    /// `down refused for=4m rtt=12ms`
    fileprivate init(words: [String], at now: Timestamp) throws {
        self = Health(
            status: .up, reason: .none, roundTrip: 0, since: now.advanced(by: .seconds(-41 * 86_400)),
            checkedAt: now.advanced(by: .seconds(-1)))
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            if let status = Status(name: word) {
                self.status = status
                if status == .up { roundTrip = 14_000 }
                if status == .unknown { (reason, checkedAt) = (.notProbed, .distantPast) }
            } else if let reason = Self.reasons[word] {
                self.reason = reason
            } else if parts.first == "for", parts.count == 2, let age = Duration(word: parts[1]) {
                since = now.advanced(by: .zero - age)
            } else if parts.first == "rtt", parts.count == 2, let rtt = Duration(word: parts[1]) {
                roundTrip = UInt32(clamping: Int(rtt / .microseconds(1)))
            } else {
                throw TestZone.BadLine(line: word)
            }
        }
    }

    private static let reasons: [String: Reason] = [
        "refused": .refused, "timeout": .timedOut, "unreachable": .unreachable, "slow": .slow,
        "somefail": .someAddressesFail, "noaddress": .noAddress, "alias": .targetIsAlias, "long": .downTooLong,
        "often": .changesOften, "notoffered": .notOffered, "wrong": .wrongAnswer, "noprobe": .noProbeForProtocol,
    ]
}

extension Duration {
    init?(word: String) {
        let units: [(String, Duration)] = [
            ("ms", .milliseconds(1)), ("s", .seconds(1)), ("m", .seconds(60)), ("h", .seconds(3600)),
            ("d", .seconds(86_400)),
        ]
        for (suffix, unit) in units where word.hasSuffix(suffix) {
            guard let count = Double(word.dropLast(suffix.count)) else { return nil }
            self = .microseconds(Int((unit / .microseconds(1) * count).rounded()))
            return
        }
        return nil
    }
}

extension CatalogLoader {
    fileprivate mutating func feed(_ records: [ResourceRecord]) throws {
        for start in stride(from: 0, to: records.count, by: 20) {
            let part = Array(records[start..<min(start + 20, records.count)])
            let message = try Message(header: Header(id: 1, isResponse: true), answers: part).encoded()
            beginMessage()
            var reader = WireReader(message.span, at: 12)
            for _ in part { try add(RecordView(&reader)) }
        }
    }
}

extension StartOfAuthority {
    fileprivate static func test(_ name: DomainName) -> StartOfAuthority {
        StartOfAuthority(
            primary: name, mailbox: name, serial: Serial(rawValue: 1), refresh: 1, retry: 1, expire: 1, minimum: 1)
    }
}

extension Timestamp {
    /// 2026-09-22T14:02:31Z
    static let testStart = Timestamp(nanoseconds: 1_790_085_751_000_000_000)
}
