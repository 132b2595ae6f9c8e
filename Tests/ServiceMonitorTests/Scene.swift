import DNSCore
import ServiceCatalog

@testable import ServiceMonitor
@testable import ServiceProbing

/// A monitor's state on virtual time: zones are given as text, probes answer or fail when the test says so.
struct Scene {
    static let origin = (try? DomainName("svc.test.")) ?? .root

    var state: MonitorState
    var now = Timestamp(nanoseconds: 1_800_000_000_000_000_000)
    var serial: UInt32 = 1
    /// What the prober has been told to probe.
    var probed: [UInt32: ProbeTarget] = [:]
    private var verdictSince: [UInt32: (Verdict, Timestamp)] = [:]

    /// - Parameter recollection: what is known from before the start; nil where no history is kept.
    init(
        _ zone: String, probes: Bool = true, rules: ServiceRules = ServiceRules(),
        recalling recollection: Recollection? = nil
    ) throws {
        state = MonitorState(
            zones: [ZoneState(apex: Self.origin, freshness: ZoneFreshness(server: "ns1"))],
            rule: StatusRule(staleAfter: .seconds(600), observationAge: .seconds(32)), probes: probes, eventLimit: 100,
            rules: rules)
        if let recollection { state.recall(recollection) }
        let catalog = try Self.load(zone, into: Catalog(apex: Self.origin), serial: 1).catalog
        state.zone(0, didLoad: catalog)
        state.admit(0, state.instancesToAdmit(0), at: now)
        state.zones[0].freshness.serial = Serial(rawValue: 1)
        carryOut()
    }

    static func load(
        _ text: String, into catalog: Catalog, serial: UInt32
    ) throws -> (catalog: Catalog, changes: CatalogChanges) {
        var loader = CatalogLoader(catalog)
        loader.beginReplacement()
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ", maxSplits: 3)
            let type = RecordType(String(fields[2])) ?? .any
            let record = ResourceRecord(
                name: try DomainName(fields[0], origin: origin), ttl: UInt32(fields[1]) ?? 0,
                data: try RecordData(type: type, text: fields[3], origin: origin))
            let message = try Message(header: Header(id: 1, isResponse: true), answers: [record]).encoded()
            loader.beginMessage()
            var reader = WireReader(message.span, at: 12)
            try loader.add(RecordView(&reader))
        }
        try loader.commit(
            soa: StartOfAuthority(
                primary: origin, mailbox: origin, serial: Serial(rawValue: serial), refresh: 1, retry: 1, expire: 1,
                minimum: 1))
        return (loader.catalog, loader.changes)
    }

    mutating func zoneBecomes(_ text: String) throws {
        serial += 1
        state.zones[0].catalog.reclaim(state.zones[0].reclaimable)
        state.zones[0].reclaimable = []
        let (catalog, changes) = try Self.load(text, into: state.zones[0].catalog, serial: serial)
        state.zones[0].freshness.serial = Serial(rawValue: serial)
        state.zone(0, didChangeTo: catalog, changes, at: now)
        carryOut()
    }

    mutating func pass(_ duration: Duration) { now = now.advanced(by: duration) }

    /// Every endpoint with this port comes to a verdict.
    mutating func port(
        _ port: UInt16, is verdict: Verdict, _ failure: Reason = .none, flapping: Bool = false,
        seeing evidence: PeerEvidence? = nil
    ) {
        let reports = probed.values.filter { $0.endpoint.port == port }.map { target in
            var report = report(target, verdict, failure, flapping)
            report.evidence = evidence
            return report
        }
        state.apply(reports, at: now)
        carryOut()
    }

    private mutating func report(
        _ target: ProbeTarget, _ verdict: Verdict, _ failure: Reason, _ flapping: Bool
    ) -> ProbeReport {
        if verdictSince[target.id]?.0 != verdict { verdictSince[target.id] = (verdict, now) }
        return ProbeReport(
            id: target.id, endpoint: target.endpoint,
            observation: Observation(
                at: now, failure: failure, phases: ProbePhases(connect: failure == .none ? 250 : 0)),
            verdict: verdict, verdictSince: verdictSince[target.id]?.1 ?? now, failuresInARow: 0, answersInARow: 0,
            isFlapping: flapping, isSlow: false, lastAnswer: nil)
    }

    mutating func carryOut() {
        let commands = state.takeCommands()
        for id in commands.stopProbing { probed[id] = nil }
        for target in commands.probe { probed[target.id] = target }
    }

    /// `port status reason` of every instance, tombstones too, in the order of their ports.
    var statuses: [String] {
        let zone = state.zones[0]
        var found: [(UInt16, String)] = []
        let add = { (id: InstanceID) in
            let port = zone.catalog.location(of: id).port
            let health = zone.table[id]
            let reason = health.reason == .none ? "" : ": \(health.reason)"
            found.append((port, "\(port) \(health.status)\(reason)"))
        }
        zone.catalog.forEachInstance(add)
        for tombstone in zone.tombstones { add(tombstone.instance) }
        return found.sorted { $0.0 < $1.0 }.map(\.1)
    }

    var events: [String] {
        state.log.latest.map { event in
            var text = "\(event.kind.name) \(event.instance)"
            if case .changed(let what) = event.kind { text += " \(what)" }
            if case .impostor(let what) = event.kind { text += " \(what)" }
            if case .failover(let failover) = event.kind {
                text = "failover \(Self.list(failover.before)) -> \(Self.list(failover.after))"
            }
            return text + (event.reason == .none ? "" : " (\(event.reason))")
        }
    }

    private static func list(_ servers: [Failover.Server]) -> String {
        servers.map { "\($0.instance)/\($0.priority) \(Int(($0.share * 100).rounded()))%" }.joined(separator: ", ")
    }
}
