import PeerServers
import Testing

@Suite(
    "Updates as nsupdate and knsupdate send them, at the whole server (RFC 2136)",
    .needs(programs: "dig", "nsupdate", "knsupdate"))
struct UpdateScenarioTests {
    /// A server to which nsupdate has given some records.
    private struct Scene {
        let served: ServedProgram
        let tool: UpdateTool

        init(_ tool: UpdateTool, _ records: String...) async throws {
            self.tool = tool
            served = try await ServedProgram()
            try await served.says("resolve:")
            guard !records.isEmpty else { return }
            let lines = records.map { "update add \(Self.absolute($0))" }
            let filled = try await served.update(key: served.adminKey, lines.joined(separator: "\n"))
            try #require(filled.isDone, "\(filled)")
        }

        /// The first word is a name in the zone, `@` for its apex.
        private static func absolute(_ text: String) -> String {
            let words = text.split(separator: " ", maxSplits: 1)
            let owner = words[0] == "@" ? "svc.internal." : "\(words[0]).svc.internal."
            return words.count == 1 ? owner : "\(owner) \(words[1])"
        }

        /// What is answered to lines such as `prereq nxdomain a`, `update add a 60 TXT x`, `update delete a`.
        func update(_ lines: String...) async throws -> String? { try await update(lines) }

        func update(_ lines: [String]) async throws -> String? {
            let script = lines.map { line in
                let words = line.split(separator: " ", maxSplits: 2)
                return "\(words[0]) \(words[1]) \(Self.absolute(String(words[2])))"
            }
            return try await served.update(
                by: tool, key: served.adminKey, script.joined(separator: "\n")
            ).code
        }

        func data(_ name: String, _ type: String) async throws -> [String] { try await served.data(name, type) }
    }

    @Test("each form of prerequisite, when it holds and when it does not", arguments: UpdateTool.allCases)
    func prerequisites(tool: UpdateTool) async throws {
        let scene = try await Scene(tool, "a 60 A 127.0.0.9", "a 60 TXT one", "a 60 TXT two", "x.deep 60 TXT x")
        for (number, (code, prerequisites)) in [
            ("NOERROR", ["nxdomain new"]), ("YXDOMAIN", ["nxdomain a"]), ("NOERROR", ["yxdomain a"]),
            ("NXDOMAIN", ["yxdomain new"]), ("NOERROR", ["nxrrset a SRV"]), ("NOERROR", ["nxrrset new A"]),
            ("YXRRSET", ["nxrrset a A"]), ("NOERROR", ["yxrrset a A"]), ("NXRRSET", ["yxrrset a SRV"]),
            ("NXRRSET", ["yxrrset new A"]), ("NOERROR", ["yxrrset a A 127.0.0.9"]),
            ("NXRRSET", ["yxrrset a A 127.0.0.8"]), ("NXRRSET", ["yxrrset a TXT one"]),
            ("NOERROR", ["yxrrset a TXT two", "yxrrset a TXT one"]),
            ("NXRRSET", ["yxrrset a TXT two", "yxrrset a TXT one", "yxrrset a TXT three"]),
            // What has no records has no name in use, though something is below it.
            ("NXDOMAIN", ["yxdomain deep"]), ("NOERROR", ["nxdomain deep"]),
            ("NOERROR", ["yxdomain a", "nxdomain new", "yxrrset a A", "nxrrset a SRV"]),
            ("YXDOMAIN", ["yxdomain a", "nxdomain a", "yxrrset a A"]), ("NOERROR", ["yxdomain @"]),
        ].enumerated() {
            let serial = try await scene.served.serial ?? 0
            let lines = prerequisites.map { "prereq \($0)" } + ["update add p\(number) 60 TXT x"]
            let answer = try await scene.update(lines)
            #expect(answer == code, "\(prerequisites)")
            #expect(try await scene.data("p\(number)", "TXT") == (code == "NOERROR" ? ["\"x\""] : []))
            #expect(try await scene.served.serial == serial + (code == "NOERROR" ? 1 : 0), "\(prerequisites)")
        }
        try await scene.served.stop()
    }

    @Test(
        "a CNAME and other data are never at one name: what comes second is passed over", arguments: UpdateTool.allCases
    )
    func alias(tool: UpdateTool) async throws {
        let scene = try await Scene(tool, "c 60 CNAME a.svc.internal.", "d 60 A 127.0.0.9")
        let serial = try await scene.served.serial ?? 0
        #expect(try await scene.update("update add c 60 TXT x") == "NOERROR")
        #expect(try await scene.update("update add d 60 CNAME a.svc.internal.") == "NOERROR")
        #expect(try await scene.served.serial == serial)
        #expect(try await scene.data("c", "CNAME") == ["a.svc.internal."])
        #expect(try await scene.data("d", "A") == ["127.0.0.9"])
        #expect(try await scene.update("update add c 60 CNAME b.svc.internal.") == "NOERROR")
        #expect(try await scene.data("c", "CNAME") == ["b.svc.internal."])
        #expect(try await scene.update("update delete d A", "update add d 60 CNAME a.svc.internal.") == "NOERROR")
        #expect(try await scene.data("d", "CNAME") == ["a.svc.internal."])
        #expect(try await scene.update("update delete c CNAME", "update add c 60 TXT x") == "NOERROR")
        #expect(try await scene.data("c", "TXT") == ["\"x\""])
        #expect(try await scene.served.serial == serial + 3)
        try await scene.served.stop()
    }

    @Test("the apex keeps its SOA and a name server, whatever is deleted there", arguments: UpdateTool.allCases)
    func apex(tool: UpdateTool) async throws {
        let scene = try await Scene(tool, "@ 60 TXT x")
        let serial = try await scene.served.serial ?? 0
        for line in ["@ SOA", "@ NS", "@ NS ns.svc.internal."] {
            #expect(try await scene.update("update delete \(line)") == "NOERROR", "\(line)")
            #expect(try await scene.served.serial == serial, "\(line)")
            #expect(try await scene.served.dig("+short", "svc.internal", "NS") == "ns.svc.internal.\n", "\(line)")
        }
        #expect(try await scene.update("update delete @") == "NOERROR")
        #expect(try await scene.served.serial == serial + 1)
        #expect(try await scene.served.dig("+short", "svc.internal", "TXT") == "")
        #expect(try await scene.served.dig("+short", "svc.internal", "NS") == "ns.svc.internal.\n")
        // The last of two is the last, too.
        #expect(
            try await scene.update(
                "update add @ 60 NS other.test.", "update delete @ NS ns.svc.internal.",
                "update delete @ NS other.test.")
                == "NOERROR")
        #expect(try await scene.served.dig("+short", "svc.internal", "NS") == "other.test.\n")
        #expect(try await scene.update("update add @ 60 CNAME a.svc.internal.") == "NOERROR")
        #expect(try await scene.served.dig("+short", "svc.internal", "CNAME") == "")
        try await scene.served.stop()
    }

    @Test("a SOA is taken if its serial is later, counted round over 2^32", arguments: UpdateTool.allCases)
    func serials(tool: UpdateTool) async throws {
        let scene = try await Scene(tool)
        func setSerial(_ serial: UInt32) async throws -> UInt32? {
            let data = "ns.svc.internal. h.svc.internal. \(serial) 3600 600 86400 60"
            #expect(try await scene.update("update add @ 60 SOA \(data)") == "NOERROR")
            return try await scene.served.serial
        }
        let start = try #require(try await scene.served.serial)
        let half: UInt32 = 1 << 31
        #expect(try await setSerial(start) == start)
        #expect(try await setSerial(start &- 1) == start)
        #expect(try await setSerial(start &+ half &+ 1) == start)
        let far = start &+ (half - 1)
        #expect(try await setSerial(far) == far)
        #expect(try await setSerial(start) == far)
        #expect(try await setSerial(.max) == .max)
        #expect(try await scene.update("update add a 60 TXT x") == "NOERROR")
        let round = try #require(try await scene.served.serial)
        #expect(round < 10)
        #expect(try await setSerial(.max) == round)
        try await scene.served.stop()
    }

    @Test("several changes in one message are done in their order, with one serial", arguments: UpdateTool.allCases)
    func order(tool: UpdateTool) async throws {
        let scene = try await Scene(tool)
        let serial = try await scene.served.serial ?? 0
        #expect(
            try await scene.update("update add o 60 TXT a", "update delete o TXT", "update add o 60 TXT b")
                == "NOERROR")
        #expect(try await scene.data("o", "TXT") == ["\"b\""])
        #expect(try await scene.served.serial == serial + 1)
        #expect(
            try await scene.update("update add q 60 TXT a", "update add q 60 A 127.0.0.9", "update delete q")
                == "NOERROR")
        #expect(try await scene.served.dig("q.svc.internal", "TXT").contains("NXDOMAIN"))
        #expect(
            try await scene.update(
                "update delete o TXT b", "update add o 60 CNAME a.svc.internal.", "update add o 60 TXT c") == "NOERROR")
        #expect(try await scene.data("o", "CNAME") == ["a.svc.internal."])
        try await scene.served.stop()
    }

    @Test("all of a message is done, or nothing", arguments: UpdateTool.allCases)
    func atomic(tool: UpdateTool) async throws {
        let scene = try await Scene(tool)
        let served = scene.served
        let serial = try await served.serial
        let outside = try await served.update(
            by: tool, key: served.adminKey, "update add a.svc.internal. 60 TXT x", "update add a.other.test. 60 TXT x")
        #expect(outside.code == "NOTZONE", "\(outside)")
        let elsewhere = try await served.update(
            by: tool, key: served.adminKey, zone: "other.test.", "update add a.other.test. 60 TXT x")
        #expect(elsewhere.code == "NOTAUTH", "\(elsewhere)")
        #expect(try await served.serial == serial)
        #expect(try await scene.data("a", "TXT") == [])
        try await served.stop()
    }
}
