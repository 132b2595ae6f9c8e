import ActivationControl
import DNSClient
import DNSCore
import PeerServers
import ServiceCatalog
import Testing

@testable import ServiceMonitor

@Suite(
    "Stand-ins of this host are listened to, and what they hold is never woken", .serialized, .timeLimit(.minutes(1)))
struct StandInTests {
    /// A listener that a stand-in holds, a zone with its record, and a folder for the control socket.
    private struct Stage {
        let listener: Listener
        let server: PeerServer
        let folder: TemporaryFolder
        var configuration: MonitorConfiguration

        init(activation: String = "connect") async throws {
            listener = try Listener()
            folder = try TemporaryFolder()
            server = try await PeerServer.start(
                .nsd,
                PeerConfiguration(
                    .simple(
                        records: """
                            h A 127.0.0.1
                            _x._tcp SRV 10 10 \(listener.port) h
                            _x._tcp TXT "activation=\(activation)"
                            """)))
            configuration = try .test(server.server())
            configuration.standIns = StandInPlaces(looksInUsualFolders: false, folders: [folder.path])
        }

        func report(
            _ state: ServiceState, starts: Int = 0, inode: UInt64? = nil, because reason: String? = nil
        ) -> ServiceReport {
            ServiceReport(
                "web", state, since: 1_700_000_000, starts: starts, reason: reason,
                sockets: [
                    ReportedSocket("http", .tcp, at: "127.0.0.1:\(listener.port)", inode: inode ?? listener.inode)
                ])
        }
    }

    @Test("each change is shown at once, and nobody ever connects", .needs(.nsd), arguments: ["connect", "data"])
    func life(activation: String) async throws {
        let stage = try await Stage(activation: activation)
        let run = MonitorRun(stage.configuration)
        let port = "\(stage.listener.port)"
        try await run.waits("nobody's word") { $0.statuses[port] == .unknown && $0.reason(of: port) == .noStandIn }
        let standIn = try FakeStandIn(in: stage.folder.path, stage.report(.dormant))
        try await run.waits("dormant") { $0.statuses[port] == .dormant }
        standIn.say(stage.report(.starting, starts: 1, because: "a client has come: it starts"))
        try await run.waits("starting") { $0.reason(of: port) == .starting }
        standIn.say(stage.report(.active, starts: 1, because: "ready after 0.1s"))
        let up = try await run.waits("up") { $0.statuses[port] == .up }
        #expect(up.snapshot.events.last?.kind == .started("a client has come"))
        standIn.say(stage.report(.dormant, starts: 1, because: "its process exited"))
        let asleep = try await run.waits("asleep") { $0.statuses[port] == .dormant }
        #expect(asleep.snapshot.events.last?.kind == .stopped("its process exited"))
        standIn.end()
        try await run.waits("its end") { $0.statuses[port] == .unknown }
        #expect(!stage.listener.wasCalled)
        stage.listener.stop()
        try await run.waits("down") { $0.statuses[port] == .down && $0.reason(of: port) == .notListening }
        await stage.server.stop()
    }

    @Test("a survey asks them first, and connects to nobody", .needs(.nsd))
    func surveyOnce() async throws {
        let stage = try await Stage()
        let standIn = try FakeStandIn(in: stage.folder.path, stage.report(.dormant))
        let snapshot = try await survey(stage.configuration)
        #expect(snapshot.statuses == ["\(stage.listener.port)": .dormant])
        let other = try FakeStandIn.replaced(standIn, in: stage.folder.path, stage.report(.dormant, inode: 1))
        let second = try await survey(stage.configuration)
        #expect(second.statuses == ["\(stage.listener.port)": .impostor])
        #expect(!stage.listener.wasCalled)
        other.end()
        await stage.server.stop()
    }

    @Test("a plan starts it, through its stand-in, and says what came of it", .needs(.nsd))
    func start() async throws {
        let stage = try await Stage()
        let standIn = try FakeStandIn(in: stage.folder.path, stage.report(.dormant))
        let run = MonitorRun(stage.configuration)
        let port = "\(stage.listener.port)"
        let seen = try await run.waits("dormant") { $0.statuses[port] == .dormant }.snapshot
        let monitor = run.monitor
        let desk = PlanDesk(
            ActingConfiguration(zones: [ActingZone(apex: seen.zones[0].name, servers: [])]), journal: MemoryJournal(),
            latest: { await monitor.snapshot })
        let plan = try await desk.plan(seen.startRequest).get()
        #expect(plan.updates.isEmpty)
        #expect(plan.starts.map(\.service) == ["web"])
        #expect(plan.starts.map(\.standIn.path) == ["\(stage.folder.path)/web.sock"])
        standIn.onStart(nil)
        #expect(await desk.outcome(of: plan)?.text == "web was not started: the stand-in refuses: you may not")
        standIn.onStart([
            stage.report(.starting, starts: 1), stage.report(.waiting, starts: 1, because: "exited with code 1"),
        ])
        #expect(await desk.outcome(of: plan)?.text == "web failed to start: exited with code 1")
        standIn.onStart([stage.report(.starting, starts: 2), stage.report(.active, starts: 2)])
        let outcome = await desk.outcome(of: plan)
        #expect(outcome?.result == .done)
        #expect(outcome?.text.hasPrefix("web runs, ") == true)
        #expect(standIn.asked.count { $0 == .start("web") } == 3)
        let up = try await run.waits("up") { $0.statuses[port] == .up }.snapshot
        #expect(!plan.holds(in: up))
        guard case .failure(let refusal) = await desk.plan(up.startRequest) else {
            Issue.record("what runs was planned to be started")
            return
        }
        #expect(refusal.description == "h:\(port) runs already: there is nothing to start")
        #expect(!stage.listener.wasCalled)
        standIn.end()
        await stage.server.stop()
    }
}

extension FakeStandIn {
    /// Another one, in the same place.
    fileprivate static func replaced(_ old: FakeStandIn, in folder: String, _ report: ServiceReport) throws
        -> FakeStandIn
    {
        old.end()
        return try FakeStandIn(in: folder, report)
    }
}

extension Snapshot {
    fileprivate func reason(of port: String) -> Reason? {
        guard let number = UInt16(port), let first = zones[0].catalog.instances(withPort: number).first else {
            return nil
        }
        return zones[0].table[first].reason
    }

    fileprivate var startRequest: PlanRequest {
        var subjects: [PlanRequest.Subject] = []
        zones[0].catalog.forEachInstance { subjects.append(PlanRequest.Subject(zone: 0, instance: $0)) }
        return PlanRequest(.start, self, subjects: subjects)
    }
}

extension PlanDesk {
    fileprivate nonisolated func outcome(of plan: Plan) async -> PlanOutcome? {
        for await case .finished(let outcome) in execute(plan) { return outcome }
        return nil
    }
}
