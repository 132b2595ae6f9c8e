import DNSCore
import Glibc
import PeerServers
import Testing

@Suite("`key`: a key may change its own name", .needs(programs: "dig", "nsupdate", "knsupdate"))
struct KeyCommandTests {
    private static let service = "_http._tcp.web.svc.internal."
    private static let registration = "update add \(service) 60 SRV 0 0 80 ns.svc.internal."

    @Test(
        "a new key works while the server runs, for its own name alone", arguments: UpdateTool.allCases)
    func newKey(tool: UpdateTool) async throws {
        let served = try await ServedProgram()
        try await served.says("resolve:")
        let start = ContinuousClock.now
        let key = try await served.newKey(Self.service)
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(key == served.keyFile(Self.service))
        #expect(try mode(of: key) == 0o600)
        #expect(try await served.update(by: tool, key: key, Self.registration).isDone)
        #expect(try await served.data("_http._tcp.web", "SRV") == ["0 0 80 ns.svc.internal."])
        // An instance of DNS-SD below it is its own, too.
        let instance = "update add i1.\(Self.service) 60 TXT \"txtvers=1\""
        #expect(try await served.update(by: tool, key: key, instance).isDone)
        for name in ["_http._tcp.other", "web", "@", "a.b._http._tcp.web", "_http._tcp"] {
            let owner = name == "@" ? "svc.internal." : "\(name).svc.internal."
            let refused = try await served.update(by: tool, key: key, "update add \(owner) 60 TXT x")
            #expect(refused.code == "REFUSED", "\(owner): \(refused)")
        }
        try await waitUntil("five refusals in the log") {
            served.lines.count { $0.contains("refused an update") } == 5
        }
        let refusals = served.lines.filter { $0.contains("refused an update") }
        let form =
            #/svctop: refused an update of svc\.internal\. by 127\.0\.0\.1:\d+, key _http\._tcp\.web\.svc\.internal\.: REFUSED: .+/#
        #expect(refusals.allSatisfy { $0.wholeMatch(of: form) != nil }, "\(refusals)")
        #expect(refusals[0].contains("_http._tcp.other.svc.internal."), "\(refusals[0])")
        try await served.stop()
    }

    @Test("a key that the server has never seen is refused, and the log says so", arguments: UpdateTool.allCases)
    func unknownKey(tool: UpdateTool) async throws {
        let served = try await ServedProgram()
        let key = try TSIGKey.random(DomainName("stranger."))
        let file = try served.program.home.write("stranger.key", key.keyFileText)
        let refused = try await served.update(by: tool, key: file, Self.registration)
        #expect(!refused.isDone)
        try await served.says("svctop: refused 127.0.0.1:")
        #expect(try await served.data("_http._tcp.web", "SRV") == [])
        try await served.stop()
    }

    @Test("--types lets a key change those types alone")
    func types() async throws {
        let served = try await ServedProgram()
        let key = try await served.newKey(Self.service, "--types", "SRV,TXT")
        #expect(try await served.update(key: key, Self.registration).isDone)
        #expect(try await served.update(key: key, "update add \(Self.service) 60 TXT x").isDone)
        #expect(try await served.update(key: key, "update add \(Self.service) 60 A 127.0.0.9").code == "REFUSED")
        let mixed = try await served.update(
            key: key, "update add \(Self.service) 60 TXT y\nupdate add \(Self.service) 60 A 127.0.0.9")
        #expect(mixed.code == "REFUSED")
        #expect(try await served.data("_http._tcp.web", "TXT") == ["\"x\""])
        try await served.stop()
    }

    @Test("--max-records: one more is answered REFUSED, and one in the place of another is not")
    func mostRecords() async throws {
        let served = try await ServedProgram()
        let key = try await served.newKey(Self.service, "--max-records", "2")
        func line(_ port: Int) -> String { "update add \(Self.service) 60 SRV 0 0 \(port) ns.svc.internal." }
        for port in [1, 2] { #expect(try await served.update(key: key, line(port)).isDone) }
        #expect(try await served.update(key: key, line(3)).code == "REFUSED")
        #expect(
            try await served.update(key: key, "update delete \(Self.service) SRV 0 0 1 ns.svc.internal.\n\(line(3))")
                .isDone)
        #expect(
            try await served.data("_http._tcp.web", "SRV") == ["0 0 2 ns.svc.internal.", "0 0 3 ns.svc.internal."])
        try await served.stop()
    }

    @Test("--transfer-only may transfer, and change nothing; --admin may do both; an owner may not transfer")
    func roles() async throws {
        let served = try await ServedProgram()
        let watcher = try await served.newKey("watcher", "--transfer-only")
        let admin = try await served.newKey("second-admin", "--admin")
        let owner = try await served.newKey(Self.service)
        for (key, mayTransfer, mayChange) in [(watcher, true, false), (admin, true, true), (owner, false, false)] {
            let zone = try await served.dig("-k", key, "+noall", "+answer", "svc.internal", "AXFR")
            #expect(zone.contains("hostmaster") == mayTransfer, "\(key): \(zone)")
            let changed = try await served.update(key: key, "update add a.svc.internal. 60 TXT x")
            #expect(changed.isDone == mayChange, "\(key): \(changed)")
            #expect(mayChange || changed.code == "REFUSED")
        }
        try await served.says("key watcher.: REFUSED: the key is for transfers alone")
        try await served.stop()
    }

    @Test("list tells what every key may do, and no secret")
    func list() async throws {
        let served = try await ServedProgram()
        let files = [
            served.adminKey, try await served.newKey(Self.service, "--types", "SRV", "--max-records", "5"),
            try await served.newKey("watcher", "--transfer-only", "--algorithm", "hmac-sha512"),
        ]
        let list = try await served.key("list")
        #expect(list.status == 0 && list.complaint.isEmpty)
        #expect(
            list.output.split(separator: "\n").sorted() == [
                "_http._tcp.web.svc.internal.  hmac-sha256, owner, only SRV, at most 5 records",
                "admin.svc.internal.  hmac-sha256, admin", "watcher.  hmac-sha512, transfer",
            ])
        for file in files {
            let secret = Base64.encode(try TSIGKey(keyFile: file).secretBytes)
            #expect(!list.output.contains(secret) && !served.output.contains(secret))
            #expect(try mode(of: file) == 0o600)
        }
        try await served.stop()
    }

    @Test("what is revoked is refused from then on, and its file is gone", arguments: UpdateTool.allCases)
    func revoke(tool: UpdateTool) async throws {
        let served = try await ServedProgram()
        let key = try await served.newKey(Self.service)
        let copy = try served.program.home.write("copy.key", text(of: key))
        #expect(try await served.update(by: tool, key: copy, Self.registration).isDone)
        let count = served.lines.count
        let revoked = try await served.key("revoke", Self.service)
        #expect(revoked.status == 0, "\(revoked)")
        #expect(access(key, F_OK) != 0)
        try await served.keysAreRead(after: count)
        let refused = try await served.update(by: tool, key: copy, "update delete \(Self.service)")
        #expect(!refused.isDone, "\(refused)")
        #expect(try await served.data("_http._tcp.web", "SRV") == ["0 0 80 ns.svc.internal."])
        let again = try await served.key("revoke", Self.service)
        #expect(again.status == 1 && again.complaint == "svctop: there is no key \(Self.service)\n", "\(again)")
        try await served.stop()
    }

    @Test("while a key is rotated, the old one and the new one work", arguments: UpdateTool.allCases)
    func rotate(tool: UpdateTool) async throws {
        let served = try await ServedProgram()
        let key = try await served.newKey(Self.service, "--types", "SRV")
        let old = try served.program.home.write("old.key", text(of: key))
        let count = served.lines.count
        let rotated = try await served.key("rotate", Self.service)
        #expect(rotated.output == "\(key)\n", "\(rotated)")
        #expect(text(of: key) != text(of: old) && !text(of: key).isEmpty)
        #expect(try mode(of: key) == 0o600)
        try await served.keysAreRead(after: count)
        #expect(try await served.update(by: tool, key: key, Self.registration).isDone)
        #expect(try await served.update(by: tool, key: old, "update delete \(Self.service) SRV").isDone)
        #expect(try await served.data("_http._tcp.web", "SRV") == [])
        // The new one may do what the old one might.
        #expect(try await served.update(by: tool, key: key, "update add \(Self.service) 60 TXT x").code == "REFUSED")
        try await served.stop()
    }

    @Test("after an overlap of 0s, only the new one works", arguments: UpdateTool.allCases)
    func rotateAtOnce(tool: UpdateTool) async throws {
        let served = try await ServedProgram()
        let key = try await served.newKey(Self.service)
        let old = try served.program.home.write("old.key", text(of: key))
        #expect(try await served.key("rotate", Self.service, "--overlap", "0s").status == 0)
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        while true {
            let oldWorks = try await served.update(by: tool, key: old, Self.registration).isDone
            let newWorks = try await served.update(by: tool, key: key, Self.registration).isDone
            if !oldWorks, newWorks { break }
            try #require(ContinuousClock.now < deadline, "old \(oldWorks), new \(newWorks)")
        }
        #expect(try await !served.update(by: tool, key: old, Self.registration).isDone)
        try await served.stop()
    }

    @Test("keys can be made before the first start")
    func before() async throws {
        let program = try Program()
        let made = try await program.run("key", "new", Self.service, "--data", ServedProgram.data(program))
        #expect(made.status == 0, "\(made)")
        let served = try await ServedProgram(in: program)
        #expect(try await served.update(key: served.keyFile(Self.service), Self.registration).isDone)
        try await served.stop()
    }

    @Test("what cannot be is refused, and nothing is changed")
    func mistakes() async throws {
        let program = try Program()
        let data = ServedProgram.data(program)
        func key(_ arguments: [String]) async throws -> Program.Result {
            try await program.run(["key"] + arguments + ["--data", data])
        }
        for arguments in [
            ["new", "a..b"], ["new", "x", "--admin", "--transfer-only"], ["new", "x", "--admin", "--types", "A"],
            ["new", "x", "--max-records", "0"], ["new", "x", "--types", "NOTYPE"], ["new", "x", "--algorithm", "md4"],
            ["rotate", "x", "--overlap", "soon"], ["rotate", "x", "--overlap", "-1s"],
        ] {
            let result = try await key(arguments)
            #expect(result.status == 2, "\(arguments): \(result)")
            #expect(result.output.isEmpty && result.complaint.filter(\.isNewline).count == 1, "\(result)")
        }
        for command in ["list", "revoke", "rotate"] {
            let result = try await key(command == "list" ? ["list"] : [command, "x"])
            #expect(result.status == 1, "\(command): \(result)")
            #expect(result.complaint.contains(data), "\(result)")
        }
        #expect(access(data, F_OK) != 0)
        #expect(try await key(["new", "x."]).status == 0)
        let again = try await key(["new", "X."])
        #expect(again.status == 1 && again.complaint.contains("there is a key"), "\(again)")
        #expect(try await key(["revoke", "y"]).status == 1)
        #expect(try await key(["rotate", "y"]).status == 1)
    }
}
