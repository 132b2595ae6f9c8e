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

    /// Without the zone's own name servers and their addresses, which some servers add to every answer that has room. We do
    /// not: nobody needs them, and they make answers larger (what BIND calls minimal responses).
    func withoutOwnServers(beside ours: Seen) -> Seen {
        var seen = self
        if !answers.isEmpty, ours.authorities.isEmpty, authorities.allSatisfy({ $0.hasPrefix("svc.test. 3600 ns ") }) {
            seen.authorities = []
            seen.additionals = additionals.filter { !$0.hasPrefix("ns.svc.test. ") || ours.additionals.contains($0) }
        }
        return seen
    }

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

    private func compare(with software: PeerSoftware, accepting isAccepted: (Question, Seen, Seen) -> Bool) async throws
    {
        let peer = try await PeerServer.start(software, PeerConfiguration(SampleZone.services.peerZone))
        let registry = ZoneRegistry()
        registry.publish(try SampleZone.services.zone())
        let answerer = Answerer(zones: registry)
        let client = try UDPClient(port: peer.port)
        let queries = try queries()
        #expect(queries.count > 500)
        for query in queries {
            let ours = try Seen(answerer.bytes(to: query))
            let theirs = try Seen(client.ask(query)).withoutOwnServers(beside: ours)
            let question = try Message(decoding: query).questions[0]
            #expect(
                ours == theirs || question.type == .any && areBothOfAny(ours, theirs)
                    || isAccepted(question, ours, theirs),
                "\(question.name) \(question.type)\n  ours   \(ours)\n  theirs \(theirs)")
        }
        await peer.stop()
    }

    /// ANY is answered with whatever there is: some of it by us, more of it by others, with addresses or without.
    private func areBothOfAny(_ ours: Seen, _ theirs: Seen) -> Bool {
        ours.code == theirs.code && ours.isAuthoritative == theirs.isAuthoritative
            && (!ours.answers.isEmpty || ours.isTruncated)
            && (!theirs.answers.isEmpty || theirs.isTruncated)
    }

    /// Whether they differ in nothing but that we add addresses of hosts in the answer that others leave out: there is
    /// room for them.
    private func addsAddresses(_ ours: Seen, _ theirs: Seen) -> Bool {
        var ours = ours
        guard !ours.answers.isEmpty, theirs.additionals.isSubset(of: ours.additionals) else { return false }
        ours.additionals = theirs.additionals
        return ours == theirs
    }

    @Test(
        "NSD: it adds no addresses to SVCB, and does not point at names in SRV records, so that fewer find room",
        .needs(.nsd))
    func nsd() async throws {
        try await compare(with: .nsd) { question, ours, theirs in
            [.svcb, .srv].contains(question.type) && addsAddresses(ours, theirs)
        }
    }

    @Test("Knot", .needs(.knot))
    func knot() async throws { try await compare(with: .knot) { _, _, _ in false } }

    @Test(
        "BIND: it adds fewer addresses, calls a circle of aliases SERVFAIL, and gives no time to a missing SOA record",
        .needs(.bind))
    func bind() async throws {
        try await compare(with: .bind) { question, ours, theirs in
            if addsAddresses(ours, theirs) { return true }
            if theirs.code == .serverFailure { return ours.code == .noError && ours.answers == theirs.answers }
            // zero-no-soa-ttl
            var others = theirs
            others.authorities = Set(
                theirs.authorities.map { $0.replacing("svc.test. 0 soa ", with: "svc.test. 300 soa ") })
            return question.type == .soa && ours == others
        }
    }
}
