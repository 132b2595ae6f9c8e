import DNSCore
import PeerServers
import Testing

@testable import DNSAuthority

/// What one server says to one query, as far as it is to be compared.
private struct Seen: Equatable, CustomStringConvertible {
    var code: ResponseCode
    var isAuthoritative: Bool
    var isTruncated: Bool
    var answers: Set<String>
    var authorities: Set<String>
    var additionals: Set<String>

    init(_ bytes: [UInt8]) throws {
        let message = try Message(decoding: bytes)
        code = message.header.responseCode
        isAuthoritative = message.header.flags.contains(.authoritative)
        isTruncated = message.header.flags.contains(.truncated)
        answers = Self.texts(message.answers)
        authorities = Self.texts(message.authorities)
        additionals = Self.texts(message.additionals)
    }

    private static func texts(_ records: [ResourceRecord]) -> Set<String> {
        Set(records.map { "\($0.name) \($0.ttl) \($0.type) \($0.data)".lowercased() })
    }

    var isReferral: Bool { !isAuthoritative && code == .noError }

    var description: String {
        "\(code)\(isAuthoritative ? " aa" : "")\(isTruncated ? " tc" : "")"
            + " answers \(answers.sorted()) authorities \(authorities.sorted()) additionals \(additionals.sorted())"
    }
}

@Suite("The same zone, served by us and by others")
struct DifferentialTests {
    /// Every owner, names above, below and beside it, in mixed case, for types that are there and that are not, with room of
    /// all sizes.
    private func queries() throws -> [[UInt8]] {
        var random = SeededGenerator(state: 3)
        var owners: Set<String> = ["", "missing.", "a.missing.", "*.", "*.wild.", "x.*.wild.", "_udp.", "c.b.c.empty."]
        for line in SampleZone.services.lines where !line.hasPrefix("@ ") && !line.hasPrefix("host") {
            let owner = "\(line.prefix { $0 != " " })."
            owners.formUnion([owner, "x.\(owner)", "\(owner.drop { $0 != "." }.dropFirst())"])
        }
        let types: [RecordType] = [.a, .aaaa, .srv, .ns, .txt, .cname, .soa, .ds, .ptr, .any, .svcb]
        let sizes: [UInt16?] = [nil, 512, 1232, 4096]
        var queries: [[UInt8]] = []
        for owner in owners.sorted() {
            for type in types {
                let spelt = "\(owner)svc.test".map { Bool.random(using: &random) ? "\($0)".uppercased() : "\($0)" }
                    .joined()
                let edns = (sizes.randomElement(using: &random) ?? nil).map { EDNS(udpSize: $0) }
                queries.append(try query(spelt, type, edns: edns, id: UInt16(queries.count)))
            }
        }
        return queries
    }

    private func compare(with software: PeerSoftware, accepting: (Question, Seen, Seen) -> Bool) async throws {
        let peer = try await PeerServer.start(software, PeerConfiguration(SampleZone.services.peerZone))
        let registry = ZoneRegistry()
        registry.publish(try SampleZone.services.zone())
        let answerer = Answerer(zones: registry)
        let client = try UDPClient(port: peer.port)
        let queries = try queries()
        #expect(queries.count > 500)
        for query in queries {
            let ours = try Seen(try #require(answerer.answer(query.span, isStream: false)))
            let theirs = try Seen(try client.ask(query))
            let question = try Message(decoding: query).questions[0]
            #expect(
                ours == theirs || accepting(question, ours, theirs),
                "\(question.name) \(question.type)\n  ours   \(ours)\n  theirs \(theirs)")
        }
        await peer.stop()
    }

    @Test("NSD", .needs(.nsd))
    func nsd() async throws {
        try await compare(with: .nsd) { _, _, _ in false }
    }

    @Test("Knot", .needs(.knot))
    func knot() async throws {
        try await compare(with: .knot) { _, _, _ in false }
    }

    @Test("BIND", .needs(.bind))
    func bind() async throws {
        try await compare(with: .bind) { _, _, _ in false }
    }
}
