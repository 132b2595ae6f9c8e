import Testing

@testable import DNSCore

@Suite("UPDATE requests and the tools of others")
struct UpdatePeerTests {
    @Test("dnspython reads what we write", .enabled(if: DNSPython.isUsable, DNSPython.skipReason))
    func dnspythonReads() throws {
        let bytes = try UpdateRequestTests.request.encoded(id: 7)
        let line = try #require(try DNSPython.run(script: "dnspython_update.py", lines: ["read \(bytes.hex)"]).first)
        let service = "_http._tcp.svc.example."
        #expect(
            line.split(separator: "\t").sorted()
                == [
                    "zone|svc.example.",
                    "prerequisite|\(service)|ANY|SRV|0", "prerequisite|\(service)|IN|SRV|0|1 2 80 h.svc.example.",
                    "prerequisite|\(service)|IN|SRV|0|1 2 81 .", "prerequisite|\(service)|NONE|TXT|0",
                    "prerequisite|h.svc.example.|ANY|ANY|0", "prerequisite|new.svc.example.|NONE|ANY|0",
                    "update|\(service)|IN|SRV|60|1 2 80 h.svc.example.",
                    "update|\(service)|IN|TYPE65280|0|\\# 3 010203", "update|\(service)|ANY|TXT|0",
                    "update|old.svc.example.|ANY|ANY|0", "update|\(service)|NONE|SRV|0|1 2 81 .",
                ].sorted())
    }

    @Test("we read what dnspython writes", .enabled(if: DNSPython.isUsable, DNSPython.skipReason))
    func dnspythonWrites() throws {
        let cases: [(String, [Prerequisite], [UpdateRequest.Change])] = [
            ("present h", [.nameInUse(name("h.svc.example"))], []),
            ("present h A", [.exists(name("h.svc.example"), .a)], []),
            (
                "present h A 192.0.2.1",
                [.equals(name("h.svc.example"), [.a(IPv4Address(rawValue: 0xC000_0201))])], []
            ),
            ("absent h", [.nameNotInUse(name("h.svc.example"))], []),
            ("absent h A", [.doesNotExist(name("h.svc.example"), .a)], []),
            (
                "add h 60 A 192.0.2.1", [],
                [.add(name("h.svc.example"), ttl: 60, .a(IPv4Address(rawValue: 0xC000_0201)))]
            ),
            ("delete h", [], [.deleteAll(name("h.svc.example"))]),
            ("delete h A", [], [.deleteRRset(name("h.svc.example"), .a)]),
            (
                "delete h A 192.0.2.1", [],
                [.delete(name("h.svc.example"), .a(IPv4Address(rawValue: 0xC000_0201)))]
            ),
        ]
        let lines = try DNSPython.run(
            script: "dnspython_update.py", lines: cases.map { "write svc.example. \($0.0)" })
        for (line, expected) in zip(lines, cases) {
            let request = try UpdateRequest(Message(decoding: [UInt8](hex: line)))
            #expect(
                request == UpdateRequest(zone: zoneName, prerequisites: expected.1, changes: expected.2),
                "\(expected.0): \(line)")
        }
    }

    /// `show` prints the message without sending it; a command that nsupdate does not understand is an error.
    @Test("nsupdate takes our description", .enabled(if: Command.exists("nsupdate"), "nsupdate is not installed"))
    func nsupdate() throws {
        let output = try withTemporaryFile(UpdateRequestTests.request.description + "\nshow\n") { path in
            try Command.lines("nsupdate < \(path) 2>&1")
        }
        #expect(!output.contains { $0.contains("rror") }, "\(output)")
        let records = output.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        for expected in [
            "_http._tcp.svc.example. 0 ANY SRV", "_http._tcp.svc.example. 0 IN SRV 1 2 80 h.svc.example.",
            "_http._tcp.svc.example. 0 NONE TXT", "h.svc.example. 0 ANY ANY", "new.svc.example. 0 NONE ANY",
            "_http._tcp.svc.example. 60 IN SRV 1 2 80 h.svc.example.",
            "_http._tcp.svc.example. 0 IN TYPE65280 \\# 3 010203", "old.svc.example. 0 ANY ANY",
            "_http._tcp.svc.example. 0 NONE SRV 1 2 81 .",
        ] {
            #expect(records.contains(expected), "\(expected) in \(records)")
        }
    }
}
