import DNSCore
import Testing

@testable import DNSAuthority

@Suite("What is answered to a query")
struct AnswerTests {
    private let sample: SampleAnswerer
    private let soa = "@ 300 SOA ns.svc.test. hostmaster.svc.test. 7 3600 600 86400 300"

    init() throws { sample = try SampleAnswerer() }

    @Test("data comes with authority, SRV with the addresses that the zone has of its targets, each once")
    func service() throws {
        let answer = try sample.ask("_http._tcp.svc.test", .srv)
        #expect(answer.header.flags == .authoritative && answer.header.responseCode == .noError)
        #expect(
            answer.answers.texts == [
                "_http._tcp 60 SRV 10 40 8080 web2.svc.test.", "_http._tcp 60 SRV 10 60 8080 web1.svc.test.",
                "_http._tcp 60 SRV 20 0 8080 far.elsewhere.test.",
            ])
        #expect(answer.authorities.isEmpty)
        #expect(
            answer.additionals.texts == ["web1 60 A 192.0.2.11", "web1 60 AAAA 2001:db8::11", "web2 60 A 192.0.2.12"])
        #expect(try sample.ask("_twice._tcp.svc.test", .srv).additionals.count == 2)
        #expect(try sample.ask("_none._tcp.svc.test", .srv).additionals.isEmpty)
    }

    @Test("mail exchangers, name servers and service bindings come with addresses, too")
    func otherHosts() throws {
        #expect(try sample.ask("svc.test", .mx).additionals.texts == ["mail 300 A 192.0.2.1"])
        #expect(
            try sample.ask("svc.test", .ns).additionals.texts == ["ns 3600 A 127.0.0.1", "ns 3600 AAAA ::1"])
        #expect(
            try sample.ask("bound.svc.test", .svcb).additionals.texts
                == ["web1 60 A 192.0.2.11", "web1 60 AAAA 2001:db8::11"])
        #expect(try sample.ask("bound.svc.test", .https).additionals.texts == ["bound 60 A 192.0.2.13"])
    }

    @Test("the question comes back as it was spelt, and so do the owners of its answers")
    func spelling() throws {
        let answer = try sample.ask("_HTTP._tcp.sVc.TEST", .txt)
        #expect(answer.questions[0].name.wire == name("_HTTP._tcp.sVc.TEST").wire)
        #expect(answer.answers[0].name.wire == name("_HTTP._tcp.sVc.TEST").wire)
        let pointer = try sample.ask("_IPP._tcp.svc.test", .ptr)
        guard case .ptr(let instance) = pointer.answers[0].data else {
            Issue.record("no PTR")
            return
        }
        #expect("\(instance)" == "Desk._ipp._tcp.svc.test.")
    }

    @Test("an alias is followed through the zone, into other zones of ours, and to where we know no more")
    func aliases() throws {
        #expect(
            try sample.ask("first.svc.test", .a).answers.texts
                == [
                    "first 60 CNAME second.svc.test.", "second 60 CNAME third.svc.test.",
                    "third 60 CNAME Web1.svc.test.",
                    "web1 60 A 192.0.2.11",
                ].map { $0.replacing("web1 60", with: "Web1 60") }.sorted())
        #expect(try sample.ask("first.svc.test", .cname).answers.count == 1)
        let over = try sample.ask("over.svc.test", .a)
        #expect(over.answers.map { "\($0.name)" } == ["over.svc.test.", "a.other.test."])
        let out = try sample.ask("out.svc.test", .a)
        #expect(out.answers.texts == ["out 60 CNAME www.elsewhere.test."])
        #expect(out.header.responseCode == .noError && out.header.flags == .authoritative && out.authorities.isEmpty)
    }

    @Test("aliases in a circle end")
    func circles() throws {
        #expect(try sample.ask("round.svc.test", .a).answers.count == 2)
        #expect(try sample.ask("itself.svc.test", .a).answers.count == 1)
    }

    @Test("a chain of aliases is followed for sixteen of them")
    func longChain() throws {
        var zone = ZoneContents(apex: name("svc.test"))
        zone.insert(try record("@ 60 SOA ns h 1 2 3 4 5", in: zone.apex))
        for index in 0..<40 { zone.insert(try record("c\(index) 60 CNAME c\(index + 1)", in: zone.apex)) }
        let registry = ZoneRegistry()
        registry.publish(Zone(zone))
        let request = try query("c0.svc.test", .a)
        let answer = try sample.decode(Answerer(zones: registry).answer(request.span, isStream: true))
        #expect(answer.answers.count == 16 && answer.header.responseCode == .noError)
    }

    @Test("where an alias leads to nothing, the code is that of the last name (RFC 6604)")
    func danglingAlias() throws {
        let answer = try sample.ask("nowhere.svc.test", .a)
        #expect(answer.header.responseCode == .nameError && answer.answers.count == 1)
        #expect(answer.authorities.texts == [soa])
        let noData = try sample.ask("alias.svc.test", .txt)
        #expect(noData.header.responseCode == .noError && noData.answers.count == 1)
        #expect(noData.authorities.texts == [soa])
    }

    @Test("nothing is denied with the SOA record, its TTL no more than its minimum (RFC 2308)")
    func denial() throws {
        let noName = try sample.ask("missing.svc.test", .a)
        #expect(noName.header.responseCode == .nameError && noName.header.flags == .authoritative)
        #expect(noName.answers.isEmpty && noName.authorities.texts == [soa])
        let noData = try sample.ask("web2.svc.test", .aaaa)
        #expect(noData.header.responseCode == .noError && noData.header.flags == .authoritative)
        #expect(noData.answers.isEmpty && noData.authorities.texts == [soa])
        let other = try sample.ask("missing.other.test", .a)
        #expect(other.authorities.map(\.ttl) == [900])
    }

    @Test(
        "names that exist for the sake of names below them have no data, and are not missing",
        arguments: [
            "c.empty", "b.c.empty", "empty", "_tcp", "kept.wild",
        ])
    func emptyNonTerminals(owner: String) throws {
        let answer = try sample.ask("\(owner).svc.test", .a)
        #expect(answer.header.responseCode == .noError && answer.authorities.texts == [soa])
    }

    @Test("a wildcard answers for what does not exist, in the name that was asked for (RFC 4592)")
    func wildcard() throws {
        #expect(try sample.ask("x.wild.svc.test", .txt).answers.texts == ["x.wild 60 TXT \"wild\""])
        #expect(try sample.ask("y.x.wild.svc.test", .txt).answers.texts == ["y.x.wild 60 TXT \"wild\""])
        #expect(try sample.ask("x.wild.svc.test", .srv).additionals.count == 2)
        #expect(try sample.ask("*.wild.svc.test", .txt).answers.texts == ["*.wild 60 TXT \"wild\""])
        let noData = try sample.ask("x.wild.svc.test", .a)
        #expect(noData.header.responseCode == .noError && noData.authorities.texts == [soa])
        #expect(
            try sample.ask("x.like.svc.test", .a).answers.texts == [
                "web1 60 A 192.0.2.11", "x.like 60 CNAME web1.svc.test.",
            ])
    }

    @Test(
        "a wildcard does not reach below names that exist, nor across a zone cut",
        arguments: [
            "b.kept.wild", "x.a.kept.wild",
        ])
    func wildcardKeptOff(owner: String) throws {
        #expect(try sample.ask("\(owner).svc.test", .txt).header.responseCode == .nameError)
        let cut = try sample.ask("x.sub.cut.svc.test", .a)
        #expect(cut.answers.isEmpty && cut.authorities.map(\.type) == [.ns])
    }

    @Test(
        "below a zone cut others have the authority: their names, and the addresses that lead there",
        arguments: [
            "child", "host.child", "ns.child",
        ])
    func referral(owner: String) throws {
        let answer = try sample.ask("\(owner).svc.test", .a)
        #expect(answer.header.flags == [] && answer.header.responseCode == .noError && answer.answers.isEmpty)
        #expect(
            answer.authorities.texts == [
                "child 3600 NS ns.child.svc.test.", "child 3600 NS ns.elsewhere.test.",
                "child 3600 NS ns2.sibling.svc.test.",
            ])
        #expect(
            answer.additionals.texts == [
                "ns.child 3600 A 192.0.2.53", "ns.child 3600 AAAA 2001:db8::53", "ns2.sibling 3600 A 192.0.2.54",
            ])
    }

    @Test("an alias to below a zone cut is answered with authority, and the rest is a referral")
    func aliasIntoDelegation() throws {
        let answer = try sample.ask("into.svc.test", .a)
        #expect(answer.header.flags == .authoritative && answer.answers.count == 1 && answer.authorities.count == 3)
    }

    @Test("the DS records at a zone cut are this side's, there or not")
    func delegationSigners() throws {
        let there = try sample.ask("child.svc.test", .ds)
        #expect(there.header.flags == .authoritative && there.answers.count == 1)
        let none = try sample.ask("lone.svc.test", .ds)
        #expect(none.header.flags == .authoritative && none.authorities.texts == [soa])
        #expect(try sample.ask("x.child.svc.test", .ds).header.flags == [])
    }

    @Test("with both sides of a cut on this server, the parent answers for DS and the child for the rest")
    func bothSides() throws {
        let registry = try SampleZone.registry()
        let child = SampleZone(
            apex: name("child.svc.test"), lines: ["@ 60 SOA ns h 1 2 3 4 5", "@ 60 NS ns", "host 60 A 192.0.2.77"])
        registry.publish(try child.zone())
        let answerer = Answerer(zones: registry)
        let signers = try query("child.svc.test", .ds)
        #expect(try sample.decode(answerer.bytes(to: signers)).answers.map(\.type) == [.ds])
        let host = try query("into.svc.test", .a)
        let answer = try sample.decode(answerer.answer(host.span, isStream: false))
        #expect(answer.answers.texts == ["host.child 60 A 192.0.2.77", "into 60 CNAME host.child.svc.test."])
    }

    @Test(
        "ANY is answered with one RRset (RFC 8482)",
        arguments: ["svc.test", "web1.svc.test", "x.wild.svc.test", "first.svc.test"])
    func minimalAny(owner: String) throws {
        let answer = try sample.ask(owner, .any)
        #expect(answer.answers.count >= 1 && Set(answer.answers.map(\.type)).count == 1 && answer.additionals.isEmpty)
        #expect(try sample.ask("missing.svc.test", .any).header.responseCode == .nameError)
    }

    @Test("leases are told to those who may transfer, and nobody else hears whether there are any")
    func leases() throws {
        let registry = try SampleZone.registry()
        let leases = SampleZone(
            apex: name("_LEASE.svc.test"),
            lines: ["@ 60 SOA ns h 1 2 3 4 5", "@ 60 NS ns", "_http._tcp 0 TXT \"expires=1\""])
        registry.publish(try leases.zone())
        var services = try SampleZone.services.zone()
        services.contents.insert(try record("peek 60 CNAME _http._tcp._lease", in: services.apex))
        registry.publish(services)
        let answerer = Answerer(zones: registry)
        func ask(_ owner: String, mayTransfer: Bool) throws -> Message {
            let request = try query(owner, .txt)
            return try sample.decode(answerer.answer(request.span, isStream: true, mayTransfer: mayTransfer))
        }
        for owner in ["_http._tcp._Lease.svc.test", "missing._lease.svc.test", "_lease.svc.test"] {
            let refused = try ask(owner, mayTransfer: false)
            #expect(refused.header.responseCode == .refused && refused.authorities.isEmpty)
        }
        #expect(try ask("_http._tcp._lease.svc.test", mayTransfer: true).answers.count == 1)
        #expect(try ask("peek.svc.test", mayTransfer: false).answers.map(\.type) == [.cname])
        #expect(try ask("peek.svc.test", mayTransfer: true).answers.map(\.type) == [.cname, .txt])
    }
}
