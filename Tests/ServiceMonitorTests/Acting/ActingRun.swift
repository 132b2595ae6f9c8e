import DNSClient
import DNSCore
import PeerServers
import ServiceCatalog
import ServiceProbing
import Testing

@testable import ServiceMonitor

/// A real server, its zones as svctop reads them, and a desk that changes them.
struct ActingRun {
    let server: PeerServer
    let journal = MemoryJournal()
    /// As plans go; `relay` for those that go through one.
    let address: Server
    var zones = ["svc.test."]
    /// The key that signs updates.
    var key: PeerKey
    var patience = Duration.seconds(30)
    var followers: [Server] = []
    var client = DNSClient()
    var latest: @Sendable () async -> Snapshot? = { nil }

    static let web = """
        h A 127.0.0.1
        _x._tcp SRV 0 5 1 h
        _x._tcp SRV 0 5 2 h
        _x._tcp SRV 10 0 3 h
        _ipp._tcp PTR One._ipp._tcp
        _ipp._tcp PTR Two._ipp._tcp
        One._ipp._tcp SRV 0 0 631 h
        One._ipp._tcp TXT "rp=one" "odd=\\"\\\\"
        Two._ipp._tcp SRV 0 0 632 h
        """

    static func start(
        _ software: PeerSoftware, _ records: String = web, updaters: [PeerUpdater] = [], key: PeerKey = .test,
        zones: [String] = ["svc.test."], throughRelay makesRelay: Bool = false
    ) async throws -> (run: ActingRun, relay: Relay?) {
        var configuration = PeerConfiguration(zones: zones.map { .simple($0, records: records) }, key: .test)
        configuration.allowsUpdate = true
        configuration.updaters = updaters
        let server = try await PeerServer.start(software, configuration)
        let relay = makesRelay ? try Relay(to: server.port) : nil
        var address = try server.server(key: .peer)
        if let relay { address.address = try ServerAddress(host: "127.0.0.1", port: relay.port) }
        return (ActingRun(server: server, address: address, zones: zones, key: key), relay)
    }

    init(server: PeerServer, address: Server, zones: [String] = ["svc.test."], key: PeerKey = .test) {
        self.server = server
        self.address = address
        self.zones = zones
        self.key = key
    }

    var desk: PlanDesk {
        get throws {
            let signer = ActingZone.Signer(try TSIGKey(argument: key.digText))
            let zones = try zones.map { name in
                ActingZone(
                    apex: try DomainName(name), servers: [address] + followers, signers: [signer],
                    discoversReplicas: false)
            }
            return PlanDesk(
                ActingConfiguration(zones: zones, user: "tester", patience: patience, followingTime: .seconds(20)),
                journal: journal, client: client, latest: latest)
        }
    }

    /// The zones as the server has them now.
    func look() async throws -> Snapshot {
        let server = try server.server(key: .peer)
        let zones = try zones.map { ZoneConfiguration(apex: try DomainName($0), servers: [server]) }
        return try await survey(
            MonitorConfiguration(zones: zones, probes: false, maximumAge: .seconds(600)))
    }

    /// - Parameter ports: of the instances, in whichever zone they are.
    func plan(_ action: AdminAction, _ ports: UInt16..., desk: PlanDesk? = nil) async throws -> Plan {
        let snapshot = try await look()
        var subjects: [PlanRequest.Subject] = []
        for (index, zone) in snapshot.zones.enumerated() {
            zone.catalog.forEachInstance { instance in
                guard ports.contains(zone.catalog.location(of: instance).port) else { return }
                subjects.append(PlanRequest.Subject(zone: index, instance: instance))
            }
        }
        return try await (desk ?? self.desk).plan(PlanRequest(action, snapshot, subjects: subjects)).get()
    }

    /// Carries a plan out and tells how it went.
    func execute(_ plan: Plan) async throws -> (outcome: PlanOutcome, progress: [PlanProgress]) {
        var progress: [PlanProgress] = []
        for await step in try desk.execute(plan) { progress.append(step) }
        guard case .finished(let outcome) = try #require(progress.last) else {
            throw MonitorRun.TimedOut(description: "the last step is \(progress)")
        }
        return (outcome, progress)
    }

    /// Plans and carries out.
    @discardableResult
    func act(_ action: AdminAction, _ ports: UInt16...) async throws -> PlanOutcome {
        let snapshot = try await look()
        var subjects: [PlanRequest.Subject] = []
        snapshot.zones[0].catalog.forEachInstance { instance in
            guard ports.contains(snapshot.zones[0].catalog.location(of: instance).port) else { return }
            subjects.append(PlanRequest.Subject(zone: 0, instance: instance))
        }
        return try await execute(desk.plan(PlanRequest(action, snapshot, subjects: subjects)).get()).outcome
    }

    /// The records of the first zone but for its SOA, as dig prints them, in order.
    func records() async throws -> [String] {
        let output: String = try await server.dig("AXFR", "+noall", "+answer")
        let lines: [String] = output.split(separator: "\n").map { line in
            line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        return lines.filter { !$0.hasPrefix(";") && !$0.contains(" SOA ") && !$0.contains(" TSIG ") }.sorted()
    }

    /// Those of one type at a name: `10 0 3 h.svc.test. (60)`, with the TTL.
    func records(_ name: String, _ type: String) async throws -> [String] {
        let owner = "\(name).svc.test."
        return try await records().compactMap { line in
            let fields: [Substring] = line.split(separator: " ", maxSplits: 4)
            guard fields.count == 5, String(fields[0]) == owner, String(fields[3]) == type else { return nil }
            return "\(fields[4]) (\(fields[1]))"
        }
    }
}

extension PeerKey {
    /// A key that the servers of these tests allow little or nothing.
    static let limited = PeerKey(name: "limited-test.", secret: "bGltaXRlZCB0ZXN0IGtleSwgbm90IGEgc2VjcmV0ISE=")
}

extension PeerSoftware {
    /// Those that take updates.
    static let updatable: [PeerSoftware] = [.bind, .knot, .powerDNSWithSQLite]
}
