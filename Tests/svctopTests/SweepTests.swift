import Glibc
import PeerServers
import Testing

@Suite("`sweep` withdraws what has been down for long, and nothing else", .serialized, .needs(.bind))
struct SweepTests {
    /// Two of four are dead: one of two of `_a`, and all of `_b`.
    private func start() async throws -> (server: PeerServer, alive: [Listener], dead: [UInt16]) {
        let alive = try (0..<3).map { _ in try Listener() }
        let dead = try (0..<2).map { _ in try freeLoopbackPort() }
        var configuration = PeerConfiguration(
            .simple(
                records: """
                    h A 127.0.0.1
                    _a._tcp SRV 0 0 \(alive[0].port) h
                    _a._tcp SRV 0 0 \(dead[0]) h
                    _b._tcp SRV 0 0 \(dead[1]) h
                    _c._tcp SRV 0 0 \(alive[1].port) h
                    _c._tcp SRV 0 0 \(alive[2].port) h
                    """))
        configuration.allowsUpdate = true
        return (try await PeerServer.start(.bind, configuration), alive, dead)
    }

    private func sweep(
        _ program: Program, _ server: PeerServer, _ options: String...
    ) async throws -> Program.Result {
        try await program.run(
            ["sweep", "svc.test", "-s", "127.0.0.1:\(server.port)", "--stale-for", "1s", "--timeout", "500ms"] + options
        )
    }

    /// Goes on until what is down has been so for a second.
    private func waitUntilStale(_ program: Program, _ server: PeerServer) async throws {
        let deadline = ContinuousClock.now.advanced(by: .seconds(30))
        while ContinuousClock.now < deadline {
            if try await sweep(program, server).output.contains("would withdraw") { return }
        }
        Issue.record("nothing becomes stale")
    }

    @Test("first nothing, then what is stale but for the last of a service, then that too when told")
    func story() async throws {
        let (server, alive, dead) = try await start()
        let program = try Program()
        let first = try await sweep(program, server, "--yes")
        #expect(first.status == 0)
        #expect(first.output.isEmpty, "\(first)")
        try await waitUntilStale(program, server)
        let script = try await sweep(program, server, "--dry-run")
        #expect(script.output.contains("update delete _a._tcp.svc.test. SRV 0 0 \(dead[0]) h.svc.test.\nsend\n"))
        let second = try await sweep(program, server, "--yes")
        #expect(second.status == 0)
        let lines = second.output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("withdrew h:\(dead[0]) of _a._tcp.svc.test.: down for ") ?? false, "\(second)")
        #expect(lines.last?.hasPrefix("kept h:\(dead[1]) of _b._tcp.svc.test.: the last of its service") ?? false)
        let third = try await sweep(program, server, "--yes", "--even-last")
        #expect(third.output.hasPrefix("withdrew h:\(dead[1]) of _b._tcp.svc.test."), "\(third)")
        #expect(try await sweep(program, server, "--yes", "--even-last").output.isEmpty)
        let zone = try await server.dig("AXFR", "+noall", "+answer")
        #expect(zone.split(separator: "\n").count { $0.contains("SRV") } == alive.count)
        #expect(try await program.run("journal").output.split(separator: "\n").count == 3)
        #expect(try await program.run(["undo", "--yes"]).status == 0)
        await server.stop()
    }

    @Test("nothing when all is down, or more than may be")
    func cutOff() async throws {
        let (server, alive, _) = try await start()
        let program = try Program()
        try await waitUntilStale(program, server)
        let tooMany = try await sweep(program, server, "--yes", "--max", "20%")
        #expect(tooMany.status == 1)
        #expect(
            tooMany.complaint
                == "svctop: left svc.test. alone: 2 of 5 instances are down at once, more than --max 20%\n")
        alive.forEach { $0.stop() }
        let all = try await sweep(program, server, "--yes", "--max", "100%", "--even-last")
        #expect(all.status == 1)
        #expect(all.output.isEmpty)
        #expect(
            all.complaint
                == "svctop: left svc.test. alone: all 5 instances that are probed are down: the prober itself looks cut off\n"
        )
        await server.stop()
        let unread = try await sweep(program, server, "--yes")
        #expect(unread.status == 1)
        #expect(unread.complaint.contains("left svc.test. alone: "))
        #expect(try await program.run("journal").output == "nothing has been changed yet\n")
    }

    @Test("what has come back in between is not stale")
    func recovered() async throws {
        let (server, alive, dead) = try await start()
        let program = try Program()
        try await waitUntilStale(program, server)
        let fallen = alive[0].port
        alive[0].stop()
        let result = try await sweep(program, server, "--max", "90%")
        #expect(!result.output.contains("h:\(fallen)"), "\(result)")
        #expect(result.output.contains("h:\(dead[0])"))
        let history = try await program.run("history", "_a._tcp")
        #expect(
            history.output.contains("down        h:\(fallen) of _a._tcp.svc.test.: connection refused\n"), "\(history)")
        try alive[0].start()
        _ = try await sweep(program, server)
        #expect(
            try await program.run("history", "--json", "-n", "1").output.contains(
                "\"event\":\"recovered\",\"service\":\"_a._tcp.svc.test.\",\"instance\":\"h:\(fallen)\""))
        await server.stop()
    }

    @Test("without the history, and for a mistake, it does not begin")
    func mistakes() async throws {
        let program = try Program(configuration: "[history]\nenabled = false\n")
        let off = try await program.run("sweep", "svc.test", "-s", "127.0.0.1:1", "--stale-for", "1h")
        #expect(off.status == 2)
        #expect(off.complaint.contains("the history is off"))
        for arguments in [["--stale-for", "soon"], ["--stale-for", "1h", "--max", "120%"], []] {
            #expect(try await program.run(["sweep", "svc.test", "-s", "127.0.0.1:1"] + arguments).status == 2)
        }
    }
}
