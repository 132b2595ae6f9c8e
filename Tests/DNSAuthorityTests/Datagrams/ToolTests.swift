import DNSCore
import PeerServers
import Testing

@testable import DNSAuthority

/// A question for the sample zones, and what every tool has to show of its answer.
struct ToolQuestion: Sendable, CustomTestStringConvertible {
    var owner: String
    var type: String
    var code = "NOERROR"
    var flags = "qr aa rd"
    /// Words of a record in the answer, one after the other.
    var record: [String] = []

    var testDescription: String { "\(owner) \(type)" }

    static let all = [
        ToolQuestion(owner: "_http._tcp.svc.test", type: "SRV", record: ["SRV", "10", "60", "8080", "web1.svc.test."]),
        ToolQuestion(owner: "svc.test", type: "SOA", record: ["SOA", "ns.svc.test.", "hostmaster.svc.test.", "7"]),
        ToolQuestion(owner: "svc.test", type: "MX", record: ["MX", "10", "mail.svc.test."]),
        ToolQuestion(owner: "long.svc.test", type: "TXT", flags: "qr aa tc rd"),
        ToolQuestion(owner: "first.svc.test", type: "AAAA", record: ["AAAA", "2001:db8::11"]),
        ToolQuestion(owner: "x.wild.svc.test", type: "TXT", record: ["TXT", "\"wild\""]),
        ToolQuestion(owner: "web2.svc.test", type: "AAAA", record: ["SOA", "ns.svc.test."]),
        ToolQuestion(owner: "missing.svc.test", type: "A", code: "NXDOMAIN", record: ["SOA", "ns.svc.test."]),
        ToolQuestion(owner: "host.child.svc.test", type: "A", flags: "qr rd", record: ["NS", "ns.child.svc.test."]),
        ToolQuestion(owner: "elsewhere.test", type: "A", code: "REFUSED", flags: "qr rd"),
    ]
}

@Suite("What the usual tools see when they ask us", .needs(programs: "dig", "drill", "kdig", "delv"))
struct ToolTests {
    /// The words of a line, tabs and spaces between them.
    private func hasRecord(_ words: [String], in output: String) -> Bool {
        words.isEmpty
            || output.split(separator: "\n").contains { line in
                let found = line.split(whereSeparator: \.isWhitespace).map(String.init)
                return found.indices.contains { found[$0...].starts(with: words) }
            }
    }

    /// Runs a tool, which has to be content.
    private func run(_ tool: String, _ arguments: [String]) async throws -> String {
        let result = try await Tool.run(tool, arguments)
        #expect(result.succeeded, "\(result.output)")
        for complaint in ["WARNING", "Warning", "bad packet", "malformed", "mismatch", "rror:"] {
            let isExpected = complaint == "WARNING" && result.output.contains("recursion requested but not available")
            #expect(!result.output.contains(complaint) || isExpected, "\(result.output)")
        }
        return result.output
    }

    @Test("dig", arguments: ToolQuestion.all)
    func dig(question: ToolQuestion) async throws {
        let sample = try SampleServer()
        for edns in ["+noedns", "+bufsize=512"] {
            let output = try await run(
                "dig",
                ["@127.0.0.1", "-p", "\(sample.port)", "+tries=1", "+ignore", edns, question.owner, question.type])
            #expect(
                output.contains("status: \(question.code),") && output.contains("flags: \(question.flags);"),
                "\(output)")
            #expect(hasRecord(question.record, in: output), "\(output)")
        }
        await sample.server.stop()
    }

    @Test("kdig", arguments: ToolQuestion.all)
    func kdig(question: ToolQuestion) async throws {
        let sample = try SampleServer()
        let output = try await run(
            "kdig", ["@127.0.0.1", "-p", "\(sample.port)", "+retry=0", "+ignore", question.owner, question.type])
        #expect(
            output.contains("status: \(question.code);") && output.contains("Flags: \(question.flags);"), "\(output)")
        #expect(hasRecord(question.record, in: output), "\(output)")
        await sample.server.stop()
    }

    // Of what is truncated it asks again by TCP, whatever it is told.
    @Test("drill", arguments: ToolQuestion.all.filter { !$0.flags.contains("tc") })
    func drill(question: ToolQuestion) async throws {
        let sample = try SampleServer()
        let output = try await run(
            "drill", ["-p", "\(sample.port)", "-u", "@127.0.0.1", question.owner, question.type])
        #expect(output.contains("rcode: \(question.code),"), "\(output)")
        #expect(output.contains("flags: \(question.flags) ;"), "\(output)")
        #expect(hasRecord(question.record, in: output), "\(output)")
        await sample.server.stop()
    }

    @Test("delv", arguments: ToolQuestion.all.filter { $0.flags == "qr aa rd" })
    func delv(question: ToolQuestion) async throws {
        let sample = try SampleServer()
        let result = try await Tool.run(
            "delv", ["@127.0.0.1", "-p", "\(sample.port)", "+noroot", question.owner, question.type])
        let isThere = question.record.first == question.type
        #expect(result.output.contains(isThere ? "; authoritative" : "negative response"), "\(result.output)")
        if isThere { #expect(hasRecord(question.record, in: result.output), "\(result.output)") }
        await sample.server.stop()
    }

    @Test("dig asks what few ask: other versions of EDNS, other opcodes, other classes, more than there is room for")
    func oddQuestions() async throws {
        let sample = try SampleServer()
        let port = ["@127.0.0.1", "-p", "\(sample.port)", "+tries=1", "+ignore"]
        let version = try await Tool.run("dig", port + ["+edns=1", "+noednsnegotiation", "svc.test", "SOA"]).output
        #expect(version.contains("status: BADVERS") && version.contains("EDNS: version: 0"), "\(version)")
        let opcode = try await Tool.run("dig", port + ["+opcode=STATUS", "svc.test", "SOA"]).output
        #expect(opcode.contains("status: NOTIMP"), "\(opcode)")
        let chaos = try await Tool.run("dig", port + ["version.bind", "CH", "TXT"]).output
        #expect(chaos.contains("status: REFUSED"), "\(chaos)")
        let options = try await Tool.run(
            "dig", port + ["+subnet=192.0.2.0/24", "+nsid", "+cookie", "+padding=128", "+dnssec", "svc.test", "SOA"]
        ).output
        #expect(options.contains("status: NOERROR") && options.contains("flags: do; udp: 1232"), "\(options)")
        let any = try await Tool.run("dig", port + ["+notcp", "svc.test", "ANY"]).output
        #expect(any.contains("ANSWER: 1,"), "\(any)")
        await sample.server.stop()
    }
}
