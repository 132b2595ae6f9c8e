import FoundationEssentials
import Glibc
import PeerServers
import Testing

@Suite("`withdraw`, `renew` and `undo` at real servers", .needs(.bind))
struct ActingTests {
    static let records = """
        web A 127.0.0.1
        _x._tcp SRV 10 10 1 web
        _x._tcp SRV 10 30 2 web
        _y._tcp SRV 0 0 3 web
        _ipp._tcp PTR office\\032printer._ipp._tcp
        office\\032printer._ipp._tcp SRV 0 0 4 web
        office\\032printer._ipp._tcp TXT "note=\\"2nd\\; floor\\"" "\\200"
        """

    private func start(
        _ software: PeerSoftware = .bind, key: PeerKey? = nil, allowsUpdate: Bool = true
    ) async throws -> PeerServer {
        var configuration = PeerConfiguration(.simple(records: Self.records), key: key)
        configuration.allowsUpdate = allowsUpdate
        return try await PeerServer.start(software, configuration)
    }

    private func options(_ server: PeerServer) -> [String] {
        ["--zone", "svc.test", "-s", "127.0.0.1:\(server.port)", "--timeout", "500ms"]
            + (server.configuration.key.map { ["-y", $0.digText] } ?? [])
    }

    /// The ports of a service's SRV records.
    private func ports(_ server: PeerServer, _ service: String = "_x._tcp") async throws -> [String] {
        try await server.dig("AXFR", "+noall", "+answer", "+onesoa").split(separator: "\n")
            .filter { $0.hasPrefix("\(service).svc.test.") && $0.contains("SRV") }
            .compactMap { $0.split(whereSeparator: \.isWhitespace).dropLast().last.map(String.init) }.sorted()
    }

    @Test("what is withdrawn is gone, in the journal, and comes back", arguments: PeerSoftware.updatable)
    func withdrawAndUndo(software: PeerSoftware) async throws {
        let server = try await start(software, key: .test)
        let program = try Program()
        let withdrawn = try await program.run(["withdraw", "_x._tcp", "web:1", "--yes"] + options(server))
        #expect(withdrawn.status == 0, "\(withdrawn)")
        #expect(withdrawn.output.hasPrefix("withdraw 1 record\n  web:1 of _x._tcp.svc.test. ("))
        #expect(withdrawn.output.contains("update delete _x._tcp.svc.test. SRV 10 10 1 web.svc.test.\n"))
        #expect(withdrawn.output.contains("entry 1 is in the journal\n"))
        #expect(try await ports(server) == ["2"])
        let journal = try await program.run("journal")
        #expect(journal.output.contains("web:1 of _x._tcp.svc.test."))
        #expect(journal.output.contains("  done  "))
        let undone = try await program.run(
            ["undo", "--yes"] + (server.configuration.key.map { ["-y", $0.digText] } ?? []))
        #expect(undone.status == 0, "\(undone)")
        #expect(try await ports(server) == ["1", "2"])
        let again = try await program.run(["undo", "--yes", "1"] + options(server))
        #expect(again.status == 1)
        #expect(again.complaint.contains("entry 2 has done so already"), "\(again.complaint)")
        await server.stop()
    }

    @Test("without the right to, nothing changes and it is said why", arguments: PeerSoftware.updatable)
    func refused(software: PeerSoftware) async throws {
        let server = try await start(software, allowsUpdate: false)
        let program = try Program()
        let result = try await program.run(["withdraw", "_y._tcp", "--yes"] + options(server))
        #expect(result.status == 1, "\(result)")
        #expect(result.complaint.hasPrefix("svctop: "))
        #expect(try await ports(server, "_y._tcp") == ["3"])
        #expect(try await program.run("journal").output.contains("  refused  "))
        #expect(try await program.run(["undo", "--yes"] + options(server)).status == 1)
        await server.stop()
    }

    @Test("what --dry-run prints makes nsupdate do the same", arguments: [true, false])
    func dryRun(isSigned: Bool) async throws {
        let server = try await start(key: isSigned ? .test : nil)
        let program = try Program()
        let file = try program.home.write("key", PeerKey.test.bindText)
        for arguments in [["_x._tcp", "web:1"], ["office\\032printer._ipp._tcp"]] {
            let printed = try await program.run(["withdraw", "--dry-run"] + arguments + options(server))
            #expect(printed.status == 0 && printed.complaint.isEmpty, "\(printed)")
            #expect(printed.output.hasPrefix("server 127.0.0.1 \(server.port)\nzone svc.test.\nprereq "))
            let sent = try await Tool.run("nsupdate", isSigned ? ["-k", file] : [], input: printed.output)
            #expect(sent.succeeded, "\(sent.output) \(printed.output)")
        }
        #expect(try await ports(server) == ["2"])
        let zone = try await server.dig("AXFR", "+noall", "+answer")
        #expect(!zone.contains("printer"), "\(zone)")
        #expect(try await program.run("journal").output == "nothing has been changed yet\n")
        await server.stop()
    }

    @Test("a TTL is renewed, and undone")
    func renew() async throws {
        let server = try await start()
        let program = try Program()
        let renewed = try await program.run(["renew", "_y._tcp", "--ttl", "99", "--yes"] + options(server))
        #expect(renewed.status == 0, "\(renewed)")
        #expect(try await server.dig("AXFR", "+noall", "+answer").contains("_y._tcp.svc.test.\t99\t"))
        #expect(try await program.run(["undo", "--yes"] + options(server)).status == 0)
        #expect(try await server.dig("AXFR", "+noall", "+answer").contains("_y._tcp.svc.test.\t60\t"))
        await server.stop()
    }

    @Test("what is not clear is asked for, and what nobody can answer is refused")
    func questions() async throws {
        let server = try await start()
        let program = try Program()
        let several = try await program.run(["withdraw", "_x._tcp"] + options(server))
        #expect(several.status == 2)
        #expect(several.complaint.contains("2 instances that fit: name one of web:1, web:2, or give --all"))
        let unasked = try await program.run(["withdraw", "_y._tcp"] + options(server))
        #expect(unasked.status == 2)
        #expect(unasked.output.contains("the last"))
        #expect(unasked.complaint.contains("--yes"))
        let unknown = try await program.run(["withdraw", "_z._tcp", "--yes"] + options(server))
        #expect(unknown.status == 1)
        #expect(unknown.complaint.contains("there is no SRV record at _z._tcp in svc.test."))
        let another = try await program.run(["withdraw", "_x._tcp", "web:9", "--yes"] + options(server))
        #expect(another.complaint.contains("has no instance web:9; it has web:1, web:2"))
        let readOnly = try await program.run(["withdraw", "_y._tcp", "--yes", "--read-only"] + options(server))
        #expect(readOnly.status == 1)
        #expect(readOnly.complaint.contains("--read-only"))
        #expect(try await ports(server) == ["1", "2"])
        #expect(try await ports(server, "_y._tcp") == ["3"])
        let all = try await program.run(["withdraw", "_x._tcp", "--all", "--yes"] + options(server))
        #expect(all.status == 0, "\(all)")
        #expect(try await ports(server) == [])
        await server.stop()
    }

    @Test("the zone is found by the server where none is named")
    func discovery() async throws {
        let server = try await start()
        let result = try await Program().run(
            "withdraw", "_y._tcp.svc.test.", "-s", "127.0.0.1:\(server.port)", "--yes")
        #expect(result.status == 0, "\(result)")
        #expect(try await ports(server, "_y._tcp") == [])
        await server.stop()
    }

    @Test("--json is one document, with the plan and what came of it")
    func json() async throws {
        struct Document: Decodable {
            struct Outcome: Decodable {
                var result: String
                var serial: UInt32?
            }
            struct Record: Decodable {
                var service: String
                var instance: String
                var share_before: Double?
            }
            var action: String
            var dry_run: Bool
            var records: [Record]
            var entry: Int?
            var outcome: Outcome?
        }
        func document(_ result: Program.Result) throws -> Document {
            try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
        }
        let server = try await start()
        let program = try Program()
        let arguments = ["withdraw", "_y._tcp", "--json"] + options(server)
        let dry = try document(try await program.run(arguments + ["--dry-run"]))
        #expect(dry.dry_run && dry.outcome == nil && dry.entry == nil)
        let done = try document(try await program.run(arguments + ["--yes"]))
        #expect(done.action == "withdraw" && done.outcome?.result == "done" && done.entry == 1)
        #expect(done.records.map(\.instance) == ["web:3"])
        let journal = try await program.run("journal", "--json")
        struct Entry: Decodable {
            var entry: Int
            var state: String
            var undoable: Bool
        }
        let entries = try JSONDecoder().decode([Entry].self, from: Data(journal.output.utf8))
        #expect(entries.map(\.entry) == [1])
        #expect(entries.map(\.state) == ["done"])
        await server.stop()
    }

    @Test("several at once do not get in each other's way")
    func atOnce() async throws {
        let server = try await start()
        let program = try Program()
        let arguments = ["renew", "_y._tcp", "--yes", "--json"] + options(server)
        let statuses = try await withThrowingTaskGroup(of: Int32.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try await Tool.run("env", program.prefix + [Program.path] + arguments).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == [0, 0, 0, 0])
        #expect(try await program.run("journal").output.split(separator: "\n").count == 5)
        await server.stop()
    }

    @Test("without a journal nothing is sent", arguments: ["full disk", "damaged", "newer"])
    func noJournal(trouble: String) async throws {
        let server = try await start()
        let program = try Program()
        _ = try await program.run("journal")
        let store = "\(program.home.path)/.local/state/svctop/svctop.db"
        var limit = ""
        switch trouble {
        case "damaged": _ = try await Tool.run("sh", ["-c", "rm -f \(store)-*; yes | head -c 9999 > \(store)"])
        case "newer": _ = try await Tool.run("sqlite3", [store, "PRAGMA user_version = 9"])
        default: limit = "trap '' XFSZ; ulimit -f 0; "
        }
        // Standard output is a pipe: a file could not grow either.
        let script = "{ \(limit)\"$@\" </dev/null 2>&1; echo status $?; } | cat"
        let result = try await Tool.run(
            "env",
            program.prefix + ["sh", "-c", script, "sh", Program.path, "withdraw", "_y._tcp", "--yes"] + options(server))
        #expect(result.output.hasSuffix("\nstatus 1\n"), "\(result.output)")
        #expect(result.output.contains("svctop.db"), "\(result.output)")
        #expect(try await ports(server, "_y._tcp") == ["3"])
        guard trouble != "full disk" else { return }
        let moved = try await program.run("journal", "--move-aside")
        #expect(moved.status == 0, "\(moved)")
        #expect(try await program.run(["withdraw", "_y._tcp", "--yes"] + options(server)).status == 0)
        await server.stop()
    }

    @Test("on a terminal it asks, and only the right answer counts", .needs(programs: "tmux"))
    func terminal() async throws {
        let server = try await start()
        let program = try Program()
        func ask(_ answer: String, _ arguments: [String]) async throws -> String {
            let script = "\"$@\"; echo \"ended with $?\"; sleep 100"
            let tmux = try await Tmux(
                columns: 200, rows: 40,
                ["/usr/bin/env"] + program.prefix + ["sh", "-c", script, "sh", Program.path] + arguments
                    + options(server))
            try await tmux.screen("the question") { $0.contains(" do it:") || $0.contains("yes or no:") }
            try await tmux.type(answer, "Enter")
            return try await tmux.screen("the end") { $0.contains("ended with") }
        }
        #expect(try await ask("n", ["renew", "_y._tcp"]).contains("ended with 1"))
        #expect(try await ask("yes", ["withdraw", "_y._tcp"]).contains("ended with 1"))
        #expect(try await ports(server, "_y._tcp") == ["3"])
        #expect(try await ask("_y._tcp", ["withdraw", "_y._tcp"]).contains("ended with 0"))
        #expect(try await ports(server, "_y._tcp") == [])
        await server.stop()
    }

    @Test("the exit code tells what another has done first, and what nobody knows", .needs(programs: "tmux"))
    func exitCodes() async throws {
        let server = try await start()
        let program = try Program()
        func confirm(_ port: Int, after meanwhile: () async throws -> Void) async throws -> String {
            let tmux = try await Tmux(
                columns: 200, rows: 40,
                ["/usr/bin/env"] + program.prefix
                    + ["sh", "-c", "\"$@\"; echo \"ended with $?\"; sleep 100", "sh", Program.path]
                    + ["withdraw", "_x._tcp", "web:\(port)"] + options(server))
            try await tmux.screen("the question") { $0.contains("yes or no:") }
            try await meanwhile()
            try await tmux.type("yes", "Enter")
            return try await tmux.screen("the end") { $0.contains("ended with") }
        }
        let overtaken = try await confirm(1) {
            try await server.nsupdate("add _x._tcp.svc.test. 60 SRV 10 10 5 web.svc.test.")
        }
        #expect(overtaken.contains("ended with 4"), "\(overtaken)")
        #expect(try await ports(server) == ["1", "2", "5"])
        let unknown = try await confirm(2) { server.suspend() }
        server.resume()
        #expect(unknown.contains("ended with 3"), "\(unknown)")
        #expect(try await program.run("journal").output.contains("  unknown  "))
        await server.stop()
    }

    @Test("killed between journal and answer, it finds out afterwards what came of it", .needs(programs: "tmux"))
    func killed() async throws {
        let server = try await start()
        let program = try Program()
        let script = "echo $$ >'\(program.home.path)/pid'; exec \"$@\""
        let tmux = try await Tmux(
            columns: 200, rows: 40,
            ["/usr/bin/env"] + program.prefix
                + ["sh", "-c", script, "sh", Program.path, "withdraw", "_x._tcp", "web:1"] + options(server))
        try await tmux.screen("the question") { $0.contains("yes or no:") }
        server.suspend()
        try await tmux.type("yes", "Enter")
        try await tmux.screen("the journal") { $0.contains("entry 1 is in the journal") }
        let pid = try #require(pid_t(program.home.read("pid").filter { $0.isNumber }))
        kill(pid, SIGKILL)
        server.resume()
        #expect(try await program.run("journal").output.contains("  planned  "))
        let next = try await program.run(["renew", "_y._tcp", "--yes"] + options(server))
        #expect(next.status == 0, "\(next)")
        let isGone = try await ports(server) == ["2"]
        let state = try await program.run("journal", "1").output
        if isGone {
            #expect(state.contains("done: "), "\(state)")
            #expect(try await program.run(["undo", "1", "--yes"] + options(server)).status == 0)
            #expect(try await ports(server) == ["1", "2"])
        } else {
            #expect(state.contains("planned"), "\(state)")
        }
        await server.stop()
    }
}

extension PeerSoftware {
    /// Those that take updates, as far as they are there.
    static let updatable = [PeerSoftware.bind, .knot, .powerDNSWithSQLite].filter {
        $0.isInstalled || isContinuousIntegration
    }
}
