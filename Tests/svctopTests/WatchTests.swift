import Glibc
import PeerServers
import Testing

@Suite("`watch` tells what happens as it happens, and stays whatever the server does", .serialized, .needs(.bind))
struct WatchTests {
    private func records(_ listeners: Listener...) -> String {
        "h A 127.0.0.1\n" + listeners.map { "_x._tcp SRV 10 10 \($0.port) h" }.joined(separator: "\n")
            // Enough that a difference is smaller than the zone: else BIND answers with the zone.
            + (0..<50).map { "\npad\($0) TXT \"x\"" }.joined()
    }

    private func start(
        _ records: String, _ change: (inout PeerConfiguration) -> Void = { _ in }
    ) async throws -> PeerServer {
        var configuration = PeerConfiguration(.simple(records: records))
        configuration.allowsUpdate = true
        change(&configuration)
        return try await PeerServer.start(.bind, configuration)
    }

    @Test("registered, suspect, down, recovered, changed, withdrawn: in order, with time and serial")
    func story() async throws {
        let (first, second) = (try Listener(), try Listener())
        let server = try await start(records(first, second))
        let watch = try Watch("svc.test", at: server.port)
        let name = "h:\(first.port)"
        try await waitUntil("both are probed") { first.wasCalled && second.wasCalled }

        try await server.nsupdate("add _y._tcp.svc.test. 60 SRV 0 0 \(second.port) h.svc.test.")
        try await watch.event("registered", of: "h:\(second.port)")
        first.stop()
        try await watch.event("down", of: name)
        try first.start()
        let recovered = try await watch.event("recovered", of: name)
        try await server.nsupdate(
            "delete _x._tcp.svc.test. SRV 10 10 \(first.port) h.svc.test.",
            "add _x._tcp.svc.test. 60 SRV 10 30 \(first.port) h.svc.test.")
        let changed = try await watch.event("changed", of: name)
        try await server.nsupdate("delete _y._tcp.svc.test. SRV")
        try await watch.event("withdrawn", of: "h:\(second.port)")
        watch.end()
        await server.stop()

        let events = try watch.events
        #expect(
            events.map(\.description) == [
                "registered h:\(second.port)", "suspect \(name)", "down \(name)", "failover \(name)",
                "recovered \(name)",
                "failover \(name)", "changed \(name)", "withdrawn h:\(second.port)",
            ])
        #expect(events.map(\.serial) == [2, 2, 2, 2, 2, 2, 3, 4])
        #expect(recovered.reason == nil)
        #expect(changed.changed == "weight 10 to 30")
        #expect(events.map(\.time) == events.map(\.time).sorted())
        #expect(events.allSatisfy { $0.time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil })
        #expect(events.allSatisfy { $0.zone == "svc.test." })
        #expect(watch.complaints == [])
    }

    @Test("a NOTIFY brings news within a second, long before the poll")
    func notified() async throws {
        let listener = try Listener()
        let port = try freeLoopbackPort()
        let server = try await start(records(listener)) { $0.notifies = [port] }
        let watch = try Watch("svc.test", at: server.port, "--notify", "127.0.0.1:\(port)", poll: "10m")
        try await waitUntil("it is probed") { listener.wasCalled }
        try await server.nsupdate("add _y._tcp.svc.test. 60 SRV 0 0 \(listener.port) h.svc.test.")
        let start = ContinuousClock.now
        try await watch.event("registered", of: "h:\(listener.port)")
        #expect(ContinuousClock.now - start < .seconds(1))
        watch.end()
        await server.stop()
    }

    @Test("a server that is stopped, frozen and started again is told of once each, and followed on")
    func restarted() async throws {
        let listener = try Listener()
        let server = try await start(records(listener))
        let watch = try Watch("svc.test", at: server.port)
        try await waitUntil("it is probed") { listener.wasCalled }
        await server.stop()
        var said = try await watch.complaint("svctop: svc.test.: 127.0.0.1:\(server.port): connection refused")
        try await server.start()
        said = try await watch.complaint("svctop: svc.test.: read again", after: said)
        server.suspend()
        said = try await watch.complaint("127.0.0.1:\(server.port): does not answer: timed out", after: said)
        server.resume()
        said = try await watch.complaint("read again", after: said)
        try await server.nsupdate("add _y._tcp.svc.test. 60 SRV 0 0 \(listener.port) h.svc.test.")
        try await watch.event("registered", of: "h:\(listener.port)")
        watch.end()
        await server.stop()
        #expect(watch.complaints.count == 4, "\(watch.complaints)")
    }

    @Test("a transfer that is cut, corrupted, answered with garbage or not at all is taken up again")
    func spoilt() async throws {
        let listener = try Listener()
        let server = try await start(records(listener)) { $0.key = .test }
        let relay = try Relay(to: server.port)
        let watch = try Watch("svc.test", at: relay.port, "-y", PeerKey.test.digText)
        try await waitUntil("it is probed") { listener.wasCalled }
        let manners: [(Relay.Manner, complaint: String)] = [
            (.cutting(after: 100), "closed the connection in the middle of the answer, after 100 bytes"),
            (.corrupting(at: 200), ": "),
            (.saying([0, 14] + Array("no DNS message".utf8)), "no answer to"),
            (.silent, "does not answer: timed out"),
            (.hangingUp, "timed out"),
        ]
        var said = 0
        for (number, (manner, complaint)) in manners.enumerated() {
            relay.behave(manner)
            try await server.nsupdate("add _y\(number)._tcp.svc.test. 60 SRV 0 0 \(listener.port) h.svc.test.")
            said = try await watch.complaint(complaint, after: said)
            #expect(try watch.events.filter { $0.event == "registered" }.count == number)
            relay.behave(.faithful)
            said = try await watch.complaint("read again", after: said)
            try await waitUntil("the news of \(number)") {
                try watch.events.contains { $0.event == "registered" && $0.service == "_y\(number)._tcp.svc.test." }
            }
        }
        watch.end()
        await server.stop()
        #expect(try watch.events.map(\.event) == manners.map { _ in "registered" })
    }

    @Test("a zone that may be transferred after all is read whole")
    func allowedLater() async throws {
        let server = try await start("h A 127.0.0.1\n_x._tcp SRV 0 0 7 h\n_z._tcp SRV 0 0 9 h") {
            $0.allowsTransfer = false
        }
        let watch = try Watch("svc.test", at: server.port, "--name", "_x._tcp", "--no-probe")
        let unnamed = try Watch("svc.test", at: server.port, "--no-probe")
        try await watch.complaint("svctop: svc.test.: transfer refused (REFUSED): following 1 known name")
        try await unnamed.complaint("refuses to transfer the zone (REFUSED)")
        try await server.nsupdate("add _x._tcp.svc.test. 60 SRV 0 0 8 h.svc.test.")
        try await watch.event("registered", of: "h:8")

        let file = "\(server.path)/named.conf"
        let configuration = try await Tool.run(
            "sed", ["-i", "s/allow-transfer { none; }/allow-transfer { any; }/", file])
        try #require(configuration.succeeded)
        server.send(SIGHUP)
        try await watch.event("registered", of: "h:9")
        try await watch.complaint("read again")
        try await unnamed.complaint("read again")
        for watch in [watch, unnamed] { watch.end() }
        await server.stop()
        #expect(try watch.events.map(\.description) == ["registered h:8", "registered h:9"])
    }
}
