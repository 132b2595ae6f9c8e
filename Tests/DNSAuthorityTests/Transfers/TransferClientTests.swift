import DNSClient
import DNSCore
import PeerServers
import Testing

@testable import DNSAuthority

@Suite("The tools and our own client transfer a zone")
struct TransferClientTests {
    private let apex = TransferZone.apex

    /// Changed once, from serial 41 to 42.
    private func zone() throws -> Zone {
        var zone = try TransferZone.of(services: 3000)
        try zone.change(deleting: [TransferZone.srv(7)], adding: [TransferZone.srv(5000)])
        return zone
    }

    private func run(_ tool: String, _ arguments: [String], at authority: TestAuthority, signed: Bool) async throws
        -> String
    {
        let fixed = ["@127.0.0.1", "-p", "\(authority.port)"] + (signed ? ["-y", PeerKey.test.digText] : [])
        return try await Tool.run(tool, fixed + arguments).output
    }

    /// Owner and data of each record of a printed answer.
    private func lines(_ output: String) -> [String] {
        output.split(separator: "\n").filter { !$0.hasPrefix(";") }.map { line in
            line.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
        }
    }

    private func lines(_ records: some Sequence<ResourceRecord>) -> [String] {
        lines(records.map { "\($0)" }.joined(separator: "\n"))
    }

    @Test("our own client: all, then the changes, then nothing", arguments: [false, true])
    func ownClient(isSigned: Bool) async throws {
        let key = isSigned ? try TSIGKey.test() : nil
        let first = try TransferZone.of(services: 3000)
        let authority = try await TestAuthority(first, key: key)
        let server = Server(try ServerAddress(host: "127.0.0.1", port: authority.port), key: key)
        let client = DNSClient()
        var sink = ReplicaSink()
        let outcome = try await client.transfer(of: apex, from: server, into: &sink)
        let known = try #require(outcome.committed)
        #expect(sink.records == first.records.filter { $0.type != .soa })
        let next = try zone()
        authority.zones.publish(next)
        let change = try await client.transfer(of: apex, since: known, from: server, into: &sink)
        #expect(change == .incremental(from: Serial(rawValue: 41), to: try #require(next.contents.soa)))
        #expect(sink.records == next.records.filter { $0.type != .soa })
        #expect(sink.contradictions == 0)
        let newest = try #require(next.contents.soa)
        #expect(try await client.transfer(of: apex, since: newest, from: server, into: &sink) == .upToDate(newest))
        await authority.stop()
    }

    @Test("without the key nothing goes out, and the answer says so")
    func withoutKey() async throws {
        let authority = try await TestAuthority(try zone(), key: .test())
        let address = try ServerAddress(host: "127.0.0.1", port: authority.port)
        var sink = ReplicaSink()
        await #expect(throws: ClientError.responseCode(.refused)) {
            try await DNSClient().transfer(of: self.apex, from: Server(address), into: &sink)
        }
        let stranger = try TSIGKey(name: name("stranger"), secret: [1])
        let error = await #expect(throws: ClientError.self) {
            try await DNSClient().transfer(of: self.apex, from: Server(address, key: stranger), into: &sink)
        }
        guard case .tsig(.rejected(let rejection)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(rejection.code == .badKey)
        await authority.stop()
    }

    @Test(
        "dig and kdig show all of it, and the changes", .needs(programs: "dig", "kdig"), arguments: ["dig", "kdig"],
        [false, true])
    func tools(tool: String, isSigned: Bool) async throws {
        let zone = try zone()
        let authority = try await TestAuthority(zone, key: isSigned ? .test() : nil)
        let whole = try await run(tool, ["svc.test", "AXFR", "+noall", "+answer"], at: authority, signed: isSigned)
        let soa = lines([TransferZone.soa(42)])
        #expect(lines(whole).filter { !$0.contains("TSIG") }.sorted() == (lines(zone.records) + soa).sorted())
        let changes = try await run(
            tool, ["svc.test", "IXFR=41", "+noall", "+answer"], at: authority, signed: isSigned)
        let expected = [
            TransferZone.soa(42), TransferZone.soa(41), TransferZone.srv(7), TransferZone.soa(42),
            TransferZone.srv(5000), TransferZone.soa(42),
        ]
        #expect(lines(changes).filter { !$0.contains("TSIG") } == lines(expected))
        let none = try await run(tool, ["svc.test", "IXFR=42", "+noall", "+answer"], at: authority, signed: isSigned)
        #expect(lines(none).filter { !$0.contains("TSIG") } == soa)
        await authority.stop()
    }

    @Test("dig over UDP gets the changes where they fit", .needs(programs: "dig"))
    func datagram() async throws {
        let authority = try await TestAuthority(try zone())
        let changes = try await run(
            "dig", ["svc.test", "IXFR=41", "+notcp", "+noall", "+answer"], at: authority, signed: false)
        #expect(lines(changes).count == 6)
        await authority.stop()
    }

    @Test(
        "dnspython takes it whole and by its changes", .enabled(if: DNSPythonTransfer.isUsable),
        arguments: [false, true])
    func dnspython(isSigned: Bool) async throws {
        let zone = try zone()
        let authority = try await TestAuthority(zone, key: isSigned ? .test() : nil)
        let changes = [
            "_s7._tcp.svc.test. SRV 0 10 7 h7.svc.test.", "_s5000._tcp.svc.test. SRV 0 10 5000 h0.svc.test.",
        ]
        let result = try await DNSPythonTransfer.run(
            ["\(authority.port)", "svc.test", "41"] + changes
                + (isSigned ? [PeerKey.test.name, PeerKey.test.secret] : []))
        #expect(result.output == "41 42 \(zone.contents.recordCount) same\n")
        await authority.stop()
    }
}
