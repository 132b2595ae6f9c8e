import DNSCore
import Testing

@testable import DNSAuthority

@Suite("When an answer has too little room")
struct TruncationTests {
    private let sample: SampleAnswerer

    init() throws { sample = try SampleAnswerer() }

    @Test("what does not fit is left to TCP, with nothing in the answer but the question (RFC 2181 section 9)")
    func truncated() throws {
        for edns in [nil, EDNS(udpSize: 700, flags: 0x8000)] {
            let answer = try sample.ask("_many._tcp.svc.test", .srv, udp: true, edns: edns)
            let isTruncated = answer.header.flags.contains(.truncated)
            #expect(isTruncated && answer.answers.isEmpty && answer.additionals.isEmpty && answer.questions.count == 1)
            #expect(answer.edns?.dnssecOK == edns?.dnssecOK)
        }
        let whole = try sample.ask("_many._tcp.svc.test", .srv)
        #expect(whole.answers.count == 30 && whole.additionals.count == 30 && whole.header.flags == .authoritative)
    }

    @Test("addresses are what is left out first, and nobody is told (RFC 2181 section 9)")
    func additionalsLeftOut() throws {
        var lines = ["@ 60 SOA ns h 1 2 3 4 5"]
        for index in 1...13 {
            lines += ["_x._tcp 60 SRV 0 0 \(index) h\(index)", "h\(index) 60 AAAA 2001:db8::\(index)"]
        }
        let registry = ZoneRegistry()
        registry.publish(try SampleZone(apex: name("svc.test"), lines: lines).zone())
        let request = try query("_x._tcp.svc.test", .srv)
        let bytes = try Answerer(zones: registry).bytes(to: request, isStream: false)
        let answer = try Message(decoding: bytes)
        #expect(bytes.count <= 512 && answer.header.flags == .authoritative)
        #expect(answer.answers.count == 13 && (0..<13).contains(answer.additionals.count))
    }

    @Test(
        "at every size, an RRset is there whole or not, and TC says that one is missing",
        arguments: [
            "_many._tcp", "_http._tcp", "long", "first", "host.child", "missing", "nowhere", "into",
        ])
    func everySize(owner: String) throws {
        let whole = try sample.ask("\(owner).svc.test", .srv, udp: false, edns: EDNS())
        for reserved in 0...490 {
            let request = try query("\(owner).svc.test", .srv)
            let bytes = try sample.answerer.bytes(to: request, isStream: false, reserving: reserved)
            #expect(bytes.count <= max(512 - reserved, 23))
            let answer = try Message(decoding: bytes)
            let isTruncated = answer.header.flags.contains(.truncated)
            #expect(isTruncated && answer.answers.isEmpty || answer.answers.texts == whole.answers.texts)
            #expect(answer.authorities.isEmpty || answer.authorities.texts == whole.authorities.texts)
            if !isTruncated { #expect(answer.authorities.count == whole.authorities.count) }
        }
    }

    @Test("a referral without the addresses of servers that lie within it says that something is missing (RFC 9471)")
    func glue() throws {
        let cut = "c" + String(repeating: "x", count: 60)
        var lines = ["@ 60 SOA ns h 1 2 3 4 5", "\(cut) 60 NS a.\(cut)", "\(cut) 60 NS b.elsewhere.test."]
        lines += (1...40).map { "a.\(cut) 60 A 192.0.2.\($0)" }
        let registry = ZoneRegistry()
        registry.publish(try SampleZone(apex: name("svc.test"), lines: lines).zone())
        let request = try query("www.\(cut).svc.test", .a)
        let answerer = Answerer(zones: registry)
        let short = try Message(decoding: try answerer.bytes(to: request, isStream: false))
        #expect(short.header.flags == .truncated && short.authorities.count == 2 && short.additionals.isEmpty)
        let long = try Message(decoding: try answerer.bytes(to: request, isStream: true))
        #expect(long.header.flags == [] && long.additionals.count == 40)
    }

    @Test(
        "no answer by UDP has more than 512 bytes without EDNS, or more than 1232 with it, whatever it says",
        arguments: [
            0, 511, 512, 513, 900, 1232, 1233, 65_535,
        ])
    func sizes(size: UInt16) throws {
        let registry = ZoneRegistry()
        var lines = ["@ 60 SOA ns h 1 2 3 4 5"]
        for count in 1...80 {
            for index in 1...count { lines.append("n\(count) 60 A 192.0.2.\(index)") }
        }
        registry.publish(try SampleZone(apex: name("svc.test"), lines: lines).zone())
        let answerer = Answerer(zones: registry)
        var most = 0
        for count in 1...80 {
            let request = try query("n\(count).svc.test", .a, edns: EDNS(udpSize: size))
            most = max(most, try answerer.bytes(to: request, isStream: false).count)
            let plain = try query("n\(count).svc.test", .a)
            #expect(try answerer.bytes(to: plain, isStream: false).count <= 512)
        }
        let limit = min(max(512, Int(size)), 1232)
        #expect((limit - 16...limit).contains(most))
    }

    @Test("by TCP an answer may have 65,535 bytes, and its names are compressed as far as pointers reach")
    func large() throws {
        var lines = ["@ 60 SOA ns h 1 2 3 4 5"]
        for index in 1...500 { lines.append("_x._tcp 60 SRV 0 0 \(index) host-number-\(index)") }
        for index in 1...500 { lines.append("_x._tcp 60 PTR \(String(repeating: "i", count: 40))\(index)._x._tcp") }
        for index in 1...300 { lines.append("_y._tcp 60 TXT \(index)\(String(repeating: "y", count: 240))") }
        let registry = ZoneRegistry()
        registry.publish(try SampleZone(apex: name("svc.test"), lines: lines).zone())
        let answerer = Answerer(zones: registry)
        for (owner, type, count) in [("_x._tcp", RecordType.srv, 500), ("_x._tcp", .ptr, 500), ("_y._tcp", .txt, 0)] {
            let request = try query("\(owner).svc.test", type)
            let bytes = try answerer.bytes(to: request, isStream: true)
            let answer = try Message(decoding: bytes)
            #expect(answer.answers.count == count && answer.header.flags.contains(.truncated) == (count == 0))
            #expect(Set(answer.answers).count == count)
        }
    }
}
