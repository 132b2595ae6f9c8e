import DNSClient
import DNSCore
import PeerServers
import Testing

@testable import Demonstration

@Suite(
    "One machine outgrown: the services go on at named and knotd with the keys that they have", .serialized,
    .needs(.bind, .knot), .needs(programs: "dig", "nsupdate"))
struct HandOverTests {
    enum Successor: String, CaseIterable {
        case bind
        case knot

        func command(_ folder: String) -> [String] {
            switch self {
            case .bind: ["named", "-g", "-n", "1", "-c", "\(folder)/named.conf"]
            case .knot: ["knotd", "-c", "\(folder)/knot.conf"]
            }
        }
    }

    /// named or knotd on the folder that was exported for it.
    private func start(_ successor: Successor, on folder: String, port: UInt16, log: TemporaryFolder) async throws
        -> ChildProcess
    {
        var command = successor.command(folder)
        command[0] = try #require(Tool.path(of: command[0]))
        let process = try ChildProcess(command, output: "\(log.path)/log")
        let poll = SOAPoll(zone: ServedProgram.zone, port: port)
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        while !poll.isAnswered() {
            try #require(process.isRunning && ContinuousClock.now < deadline, "\(log.read("log"))")
            poll.ask()
            try await Task.sleep(for: .milliseconds(20))
        }
        return process
    }

    /// What `svctop list` has of each instance that a filter leaves: service, target, port, priority, weight, TTL.
    private func list(_ program: Program, port: UInt16, key: String, filter: String? = nil) async throws -> [String] {
        let result = try await program.run(
            ["list", "svc.internal", "-s", "127.0.0.1:\(port)", "-k", key, "--csv"]
                + (filter.map { ["--filter", $0] } ?? []))
        try #require(result.status == 0, "\(result)")
        return result.output.split(separator: "\r\n").dropFirst().map { line in
            // Knot writes all names in lower case.
            line.lowercased().split(separator: ",", omittingEmptySubsequences: false).prefix(8).joined(separator: ",")
        }.sorted()
    }

    @Test("the demonstration registers with its keys, moves, and is seen as before", arguments: Successor.allCases)
    func demonstration(successor: Successor) async throws {
        let program = try Program()
        let zone = try DomainName(ServedProgram.zone)
        let cast = DemoCast()
        for name in Set(try cast.instances.map { try $0.keyName(in: zone) }) {
            let made = try await program.run("key", "new", "\(name)", "--data", ServedProgram.data(program))
            try #require(made.status == 0, "\(made)")
        }
        let served = try await ServedProgram(in: program)
        try await served.says("resolve:")
        let admin = try TSIGKey(keyFile: served.adminKey)
        let stage = DemoStage(
            zone: zone, admin: Server(try ServerAddress(host: "127.0.0.1", port: served.port), key: admin)
        ) { name in
            try TSIGKey(keyFile: served.keyFile("\(name)"))
        }
        try await stage.setUp()
        let before = try await list(program, port: served.port, key: served.adminKey)
        #expect(before.count == cast.instances.count)
        #expect(try await list(program, port: served.port, key: served.adminKey, filter: "status:up").count >= 40)
        try await served.stop()

        let (port, folder, log) = (try freeLoopbackPort(), "\(program.home.path)/other", try TemporaryFolder())
        let exported = try await program.run(
            "export", "--\(successor.rawValue)", folder, "--data", served.data, "--listen", "127.0.0.1:\(port)")
        #expect(exported.status == 0, "\(exported)")
        let process = try await start(successor, on: folder, port: port, log: log)
        #expect(try await list(program, port: port, key: served.adminKey) == before)
        try await stage.move(to: Server(try ServerAddress(host: "127.0.0.1", port: port), key: admin))
        #expect(try await list(program, port: port, key: served.adminKey) == before)
        #expect(try await list(program, port: port, key: served.adminKey, filter: "status:up").count >= 40)
        try await goAndComeBack(stage) {
            try await list(program, port: port, key: served.adminKey, filter: "_git").count
        }
        #expect(try await list(program, port: port, key: served.adminKey) == before)
        await stage.tearDown()
        #expect(process.isRunning, "\(log.read("log"))")
    }

    /// One takes its own record away, and registers again.
    private func goAndComeBack(_ stage: DemoStage, count: () async throws -> Int) async throws {
        for (kind, expected) in [(DemoAct.Kind.withdraws, 0), (.registers, 1)] {
            try await stage.perform(DemoAct(at: .zero, kind: kind, service: "_git._tcp", host: "build1"))
            #expect(try await count() == expected)
        }
    }

    @Test("a key changes its own name at the other server, and no other, as before", arguments: Successor.allCases)
    func policy(successor: Successor) async throws {
        let served = try await ServedProgram()
        let program = served.program
        let name = "_http._tcp.web.svc.internal."
        let key = try await served.newKey(name)
        #expect(try await served.update(key: key, "update add \(name) 60 SRV 0 0 80 ns.svc.internal.").isDone)
        try await served.stop()
        let (port, folder, log) = (try freeLoopbackPort(), "\(program.home.path)/other", try TemporaryFolder())
        let exported = try await program.run(
            "export", "--\(successor.rawValue)", folder, "--data", served.data, "--listen", "127.0.0.1:\(port)")
        #expect(exported.status == 0, "\(exported)")
        let process = try await start(successor, on: folder, port: port, log: log)
        func update(_ line: String) async throws -> UpdateTool.Result {
            try await UpdateTool.nsupdate.send([line], zone: ServedProgram.zone, port: port, key: key)
        }
        let own = try await update("update add \(name) 60 SRV 0 0 81 ns.svc.internal.")
        #expect(own.isDone, "\(own) \(log.read("log"))")
        let foreign = try await update("update add _http._tcp.other.svc.internal. 60 TXT x")
        // Knot calls it so.
        #expect(foreign.code == (successor == .knot ? "NOTAUTH" : "REFUSED"), "\(foreign)")
        #expect(process.isRunning)
    }

    @Test("what is served is taken over by another svctop, by transfer with a key, and served again")
    func takenBack() async throws {
        let served = try await ServedProgram()
        try await served.says("resolve:")
        #expect(try await served.update(key: served.adminKey, "update add a.svc.internal. 60 TXT x").isDone)
        let other = try Program()
        let imported = try await other.run(
            "import", "svc.internal", "--server", "127.0.0.1:\(served.port)", "-k", served.adminKey, "--data",
            ServedProgram.data(other))
        #expect(imported.output == "svc.internal. has 4 records at 3 names\n", "\(imported)")
        let second = try await ServedProgram(in: other)
        #expect(try await second.serial == served.serial)
        #expect(try await second.data("a", "TXT") == ["\"x\""])
        let refused = try await other.run(
            "import", "svc.internal", "--server", "127.0.0.1:\(served.port)", "--data", "\(other.home.path)/third")
        #expect(refused.status == 1, "\(refused)")
        try await served.stop()
        try await second.stop()
    }
}
