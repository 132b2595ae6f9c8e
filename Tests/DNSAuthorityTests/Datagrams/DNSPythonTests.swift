import DNSCore
import Testing

@testable import DNSAuthority

@Suite("What dnspython sees when it asks us", .enabled(DNSPython.skipReason) { await DNSPython.isUsable })
struct DNSPythonTests {
    @Test("the same codes, flags and records as we do, by UDP with and without EDNS")
    func sameAnswers() async throws {
        let sample = try SampleServer()
        let answerer = try SampleAnswerer().answerer
        var lines: [String] = []
        var expected: [String] = []
        for line in SampleZone.services.lines {
            let owner = line.hasPrefix("@ ") ? "svc.test" : "\(line.prefix { $0 != " " }).svc.test"
            for (asked, type) in [(owner, RecordType.srv), (owner, .a), (owner, .ns), ("x.\(owner)", .txt)] {
                for edns in [nil, EDNS(udpSize: 1000)] {
                    lines.append("\(asked) \(type) \(edns.map { "\($0.udpSize)" } ?? "")")
                    let request = try query(asked, type, edns: edns, flags: .recursionDesired)
                    let answer = answerer.answer(request.span, isStream: false)
                    expected.append(summary(try Message(decoding: try #require(answer))))
                }
            }
        }
        #expect(try await DNSPython.run(script: "dnspython_queries.py", "\(sample.port)", lines: lines) == expected)
        await sample.server.stop()
    }

    /// As the script prints it.
    private func summary(_ message: Message) -> String {
        let records = message.answers + message.authorities + message.additionals
        let owners = Set(records.map { "\($0.name.lowercased)" }).sorted().joined(separator: ",")
        let flags =
            ["QR"]
            + [(Header.Flags.authoritative, "AA"), (.truncated, "TC"), (.recursionDesired, "RD")]
            .filter { message.header.flags.contains($0.0) }.map(\.1)
        let counts = [
            message.questions.count, message.answers.count, message.authorities.count, message.additionals.count,
        ]
        return
            ([message.header.responseCode.description, flags.joined(separator: "+")] + counts.map(String.init)
            + [owners.isEmpty ? "-" : owners]).joined(separator: " ")
    }
}
