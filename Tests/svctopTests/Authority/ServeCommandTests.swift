import Glibc
import PeerServers
import Testing

@Suite("`serve`: a server of one's own, in one command", .needs(programs: "dig", "nsupdate"))
struct ServeCommandTests {
    @Test("the first start makes the zone and an admin key, and says in three lines what to do")
    func firstStart() async throws {
        let served = try await ServedProgram()
        let place = "127.0.0.1:\(served.port)"
        try await served.says("resolve:")
        #expect(
            served.lines.filter { !$0.hasPrefix("svctop: ") } == [
                "look:      svctop svc.internal. --server \(place) -k \(served.adminKey)",
                "register:  svctop key new _http._tcp.web.svc.internal., then nsupdate with that key at 127.0.0.1 "
                    + "port \(served.port)",
                "resolve:   dig @127.0.0.1 -p \(served.port) _http._tcp.web.svc.internal. SRV",
            ])
        #expect(try mode(of: served.adminKey) == 0o600)
        for folder in [served.data, "\(served.data)/keys"] { #expect(try mode(of: folder) == 0o700) }
        #expect(try mode(of: "\(served.data)/authority.db") == 0o600)
        let soa = try await served.dig("svc.internal", "SOA")
        #expect(soa.contains("status: NOERROR") && soa.contains("flags: qr aa rd;"), "\(soa)")
        #expect(try await served.dig("+short", "svc.internal", "NS") == "ns.svc.internal.\n")
        #expect(try await served.data("ns", "A") == ["127.0.0.1"])
        try await served.stop()
    }

    @Test("what the three lines say works: a key, a registration, a look, an answer")
    func threeLines() async throws {
        let served = try await ServedProgram()
        let key = try await served.newKey("_http._tcp.web.svc.internal.")
        let listener = try Listener()
        let added = try await served.update(
            key: key, "update add _http._tcp.web.svc.internal. 60 SRV 0 0 \(listener.port) ns.svc.internal.")
        #expect(added.isDone, "\(added)")
        #expect(try await served.data("_http._tcp.web", "SRV") == ["0 0 \(listener.port) ns.svc.internal."])
        let seen = try await served.program.run(
            "list", "svc.internal.", "--server", "127.0.0.1:\(served.port)", "-k", served.adminKey, "--count",
            "--filter", "status:up")
        #expect(seen.output == "1\n", "\(seen)")
        try await served.stop()
    }

    @Test("the second start says nothing new, and serves what the first has served")
    func secondStart() async throws {
        let program = try Program()
        let first = try await ServedProgram(in: program)
        try await first.says("resolve:")
        let key = text(of: first.adminKey)
        #expect(try await first.update(key: first.adminKey, "update add a.svc.internal. 60 A 127.0.0.9").isDone)
        let serial = try await first.serial
        #expect(serial != nil)
        try await first.stop()
        let second = try await ServedProgram(in: program)
        #expect(try await second.serial == serial)
        #expect(try await second.data("a", "A") == ["127.0.0.9"])
        try await second.stop()
        #expect(second.lines.allSatisfy { $0.hasPrefix("svctop: ") }, "\(second.output)")
        #expect(text(of: second.adminKey) == key)
    }

    @Test("several zones are served, each with an admin key, and others are refused")
    func zones() async throws {
        let served = try await ServedProgram("--zone", "one.test", "--zone", "two.test.")
        try await served.says("dig @127.0.0.1 -p \(served.port) _http._tcp.web.two.test. SRV")
        for zone in ["one.test", "two.test"] {
            #expect(try await served.dig("+short", zone, "NS") == "ns.\(zone).\n")
            let added = try await served.update(
                key: served.keyFile("admin.\(zone)"), zone: "\(zone).", "update add a.\(zone). 60 TXT \(zone)")
            #expect(added.isDone, "\(added)")
        }
        #expect(try await served.dig("three.test", "SOA").contains("status: REFUSED"))
        try await served.stop()
    }

    @Test("dig and kdig ask by UDP and TCP", .needs(programs: "kdig"), arguments: ["dig", "kdig"], ["+notcp", "+tcp"])
    func transports(tool: String, transport: String) async throws {
        let served = try await ServedProgram()
        let answer = try await served.dig(transport, "+norecurse", "ns.svc.internal", "A", by: tool)
        #expect(answer.contains("127.0.0.1") && answer.contains("NOERROR"), "\(answer)")
        let missing = try await served.dig(transport, "+norecurse", "nothing.svc.internal", "A", by: tool)
        #expect(missing.contains("NXDOMAIN") && missing.contains("SOA"), "\(missing)")
        try await served.stop()
    }

    @Test("kdig asks over TLS, and knows the server by the pin that it has printed", .needs(programs: "kdig"))
    func tls() async throws {
        let served = try await ServedProgram("--listen-tls", "127.0.0.1:0")
        try await served.says("--tls-pin ")
        let port = try #require(served.tlsPort)
        #expect(port != 0 && port != served.port)
        let pin = try #require(served.output.firstMatch(of: #/--tls-pin (\S+)\n/#)?.1)
        let options = ["+tls", "+short", "+retry=0"]
        func ask(_ pin: String) async throws -> String {
            try await Tool.run(
                "kdig", ["@127.0.0.1", "-p", "\(port)"] + options + ["+tls-pin=\(pin)", "ns.svc.internal", "A"]
            ).output
        }
        #expect(try await ask(String(pin)) == "127.0.0.1\n")
        #expect(try await !ask(String(repeating: "A", count: 43) + "=").contains("127.0.0.1\n"))
        let seen = try await served.program.run(
            "list", "svc.internal", "--server", "127.0.0.1:\(port)", "--tls-pin", String(pin), "-k", served.adminKey,
            "--count")
        #expect(seen.output == "0\n", "\(seen)")
        try await served.stop()
    }

    @Test("asked to end, it ends with 0, and what it has acknowledged is there at the next start")
    func ending() async throws {
        let program = try Program()
        let served = try await ServedProgram(in: program)
        try await served.says("resolve:")
        let acknowledged = try await withThrowingTaskGroup(of: Int?.self) { group in
            for number in 0..<12 {
                group.addTask {
                    let line = "update add n\(number).svc.internal. 60 TXT x"
                    return try await served.update(key: served.adminKey, line).isDone ? number : nil
                }
            }
            var done: [Int] = []
            for try await number in group {
                if let number { done.append(number) }
                // The others are on their way.
                if done.count == 1 { served.send(SIGTERM) }
            }
            return done
        }
        #expect(try await served.ended() == 0, "\(served.output)")
        #expect(!acknowledged.isEmpty)
        let next = try await ServedProgram(in: program)
        for number in acknowledged { #expect(try await next.data("n\(number)", "TXT") == ["\"x\""]) }
        try await next.stop()
    }

    @Test("at the end it says what it has taken and refused", arguments: [SIGTERM, SIGINT])
    func counts(signal: Int32) async throws {
        let served = try await ServedProgram()
        try await served.says("resolve:")
        for port in 1...2 {
            let line = "update add _x._tcp.svc.internal. 60 SRV 0 0 \(port) ns.svc.internal."
            #expect(try await served.update(key: served.adminKey, line).isDone)
        }
        #expect(try await served.update(key: nil, "update add a.svc.internal. 60 TXT x").code == "REFUSED")
        served.send(signal)
        #expect(try await served.ended() == 0)
        #expect(
            served.lines.last == "svctop: stopped: 2 updates taken, 1 refused, 0 bad signatures, 0 transfers")
    }

    @Test("zones are handed out without a key where that was asked for only")
    func transfers() async throws {
        for (options, isAllowed) in [([], false), (["--allow-transfer", "127.0.0.0/8"], true)] {
            let program = try Program()
            let command =
                ["/usr/bin/env"] + program.prefix + [Program.path, "serve", "--data", "\(program.home.path)/data"]
            let served = try await ServedProgram(program, command + ["--listen", "127.0.0.1:0"] + options)
            let open = try await served.dig("+noall", "+answer", "svc.internal", "AXFR")
            #expect(open.contains("hostmaster") == isAllowed, "\(open)")
            try await served.says("resolve:")
            let signed = try await served.dig("-k", served.adminKey, "+noall", "+answer", "svc.internal", "AXFR")
            #expect(signed.contains("hostmaster"), "\(signed)")
            try await served.stop()
        }
    }

    @Test("updates are taken without a key where that was asked for only", arguments: UpdateTool.allCases)
    func unsignedUpdates(tool: UpdateTool) async throws {
        let closed = try await ServedProgram()
        #expect(try await closed.update(by: tool, key: nil, "update add a.svc.internal. 60 TXT x").code == "REFUSED")
        try await closed.says("by 127.0.0.1:")
        #expect(closed.output.contains(": REFUSED: updates have to be signed with a key"))
        try await closed.stop()
        let open = try await ServedProgram("--allow-update", "127.0.0.1")
        #expect(try await open.update(by: tool, key: nil, "update add a.svc.internal. 60 TXT x").isDone)
        #expect(try await open.data("a", "TXT") == ["\"x\""])
        try await open.stop()
    }

    @Test(
        "--integrate prints what each resolver reads, and how it is told",
        arguments: [
            ("systemd-resolved", "Domains=~svc.internal"), ("dnsmasq", "server=/svc.internal/127.0.0.1#5300"),
            ("unbound", "stub-addr: 127.0.0.1@5300"),
        ])
    func integration(resolver: String, line: String) async throws {
        let result = try await Program().run("serve", "--integrate", resolver)
        #expect(result.status == 0 && result.complaint.isEmpty, "\(result)")
        let lines = result.output.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }
        #expect(lines.contains { $0 == line }, "\(result.output)")
        #expect(lines.first?.hasPrefix("# /etc/") == true)
        #expect(lines.last == "# then: systemctl restart \(resolver)")
    }

    @Test(
        "what cannot be is refused with status 2 before anything is made",
        arguments: [
            (["--integrate", "named"], "named is no resolver that svctop knows: systemd-resolved, dnsmasq, unbound"),
            (["--zone", "a..b"], "a..b is no name of a zone"), (["--zone", "."], "the root is no zone"),
            (["--listen", "localhost"], "localhost: only addresses can be listened at"),
            (["--listen", "127.0.0.1:65536"], "127.0.0.1:65536"), (["--tls-key", "x"], "go together"),
            (["--allow-update", "127.0.0.0/33"], "--allow-update"),
        ])
    func mistakes(arguments: [String], complaint: String) async throws {
        let program = try Program()
        let result = try await program.run(["serve", "--data", "\(program.home.path)/data"] + arguments)
        #expect(result.status == 2, "\(result)")
        #expect(result.complaint.contains(complaint), "\(result)")
        #expect(result.complaint.filter(\.isNewline).count == 1)
        #expect(access("\(program.home.path)/data", F_OK) != 0)
    }
}
