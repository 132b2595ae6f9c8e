import DNSCore
import ServiceCatalog
import Testing

@testable import ServiceProbing

/// What is sent over UDP, and what counts as its answer.
struct DatagramProtocolTests {
    private let nonce: UInt64 = 0x0123_4567_89AB_CDEF
    private let endpoint = Endpoint.loopback(5060, .udp)

    private func isAnswer(_ kind: DatagramProtocol, _ bytes: [UInt8]) -> Bool {
        kind.isAnswer(bytes.span, nonce: nonce)
    }

    private func answer(_ kind: DatagramProtocol) -> [UInt8] {
        Answers.answer(kind, to: kind.request(to: endpoint, nonce: nonce))
    }

    // MARK: DNS

    @Test func `asks for the root's name servers`() {
        let question: [UInt8] = [0, 0, 2, 0, 1]
        #expect(DNSProbe.request(nonce: nonce) == [0xCD, 0xEF, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0] + question)
    }

    @Test func `any rcode is an answer, with the question or without`() {
        for rcode in UInt8(0)..<16 {
            #expect(isAnswer(.dns, [0xCD, 0xEF, 0x80, rcode, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1]))
            #expect(isAnswer(.dns, [0xCD, 0xEF, 0x84, rcode, 0, 0, 0, 0, 0, 0, 0, 0]))
        }
    }

    @Test(
        arguments: [
            [0xCD, 0xEE, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0],  // another id
            [0xCD, 0xEF, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0],  // a query
            [0xCD, 0xEF, 0xA8, 0, 0, 0, 0, 0, 0, 0, 0, 0],  // UPDATE
            [0xCD, 0xEF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0],  // too short
            [0xCD, 0xEF, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1],  // another question
            [0xCD, 0xEF, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0],  // no question though it says so
            [0xCD, 0xEF, 0x80, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1],
            [],
        ] as [[UInt8]])
    func `what is no DNS response to the question is no answer`(bytes: [UInt8]) {
        #expect(!isAnswer(.dns, bytes))
    }

    // MARK: NTP

    @Test func `asks as an NTP client that tells nothing of its clock`() {
        let request = NTPProbe.request(nonce: nonce)
        #expect(request.count == 48)
        #expect(request[0] == 0x23)
        #expect(request[1..<40].allSatisfy { $0 == 0 })
        #expect(request[40...] == [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF])
    }

    @Test func `an NTP server gives the timestamp back as the origin`() {
        let good = answer(.ntp)
        #expect(isAnswer(.ntp, good))
        var client = good
        client[0] = 0x23
        #expect(!isAnswer(.ntp, client))
        var other = good
        other[31] ^= 1
        #expect(!isAnswer(.ntp, other))
        #expect(!isAnswer(.ntp, Array(good.dropLast())))
        // RATE, a kiss-o'-death: someone is there.
        var kiss = good
        kiss[1] = 0
        #expect(isAnswer(.ntp, kiss))
    }

    // MARK: STUN

    @Test func `a STUN answer has the cookie, the transaction and the length that it says`() {
        let good = answer(.stun)
        #expect(isAnswer(.stun, good))
        for index in good.indices where index < 20 {
            var broken = good
            broken[index] ^= 0x40
            #expect(!isAnswer(.stun, broken), "byte \(index)")
        }
        #expect(!isAnswer(.stun, Array(good.dropLast(4))))
        var error = good
        error[1] = 0x11
        #expect(isAnswer(.stun, error))
        #expect(!isAnswer(.stun, STUNProbe.request(nonce: nonce)))
    }

    // MARK: SIP

    @Test func `asks by SIP OPTIONS with all that RFC 3261 wants`() throws {
        let text = String(decoding: SIPProbe.request(to: endpoint, nonce: nonce), as: UTF8.self)
        #expect(text.hasPrefix("OPTIONS sip:127.0.0.1:5060 SIP/2.0\r\n"))
        #expect(text.hasSuffix("\r\n\r\n"))
        for header in [
            "Via: SIP/2.0/UDP ", "Max-Forwards: ", "To: ", "From: ", "Call-ID: ", "CSeq: 1 OPTIONS",
            "Content-Length: 0",
        ] {
            #expect(text.contains("\r\n" + header), "\(header)")
        }
        #expect(text.contains("branch=z9hG4bK0123456789abcdef"))
        let v6 = Endpoint(address: try #require(IPAddress("fd00::5")), port: 5060, transport: .udp)
        #expect(String(decoding: SIPProbe.request(to: v6, nonce: nonce), as: UTF8.self).contains("sip:[fd00::5]:5060"))
    }

    @Test(arguments: [
        "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP svctop.invalid;rport=5;branch=z9hG4bK0123456789abcdef\r\n\r\n",
        "SIP/2.0 404 Not Found\r\nv:SIP/2.0/UDP x;branch=z9hG4bK0123456789abcdef\r\n\r\n",
        "SIP/2.0 100 Trying\r\nX: y\r\nCall-ID : 0123456789abcdef@svctop.invalid\r\n\r\n",
        "SIP/2.0 503\r\ni: 0123456789abcdef@svctop.invalid\r\n\r\nbody",
    ])
    func `any SIP response to the request is an answer`(text: String) {
        #expect(isAnswer(.sipOptions, Array(text.utf8)))
    }

    @Test(arguments: [
        "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP svctop.invalid;branch=z9hG4bK0123456789abcdee\r\n\r\n",
        "SIP/2.0 700 OK\r\nCall-ID: 0123456789abcdef@svctop.invalid\r\n\r\n",
        "SIP/2.0 20 OK\r\nCall-ID: 0123456789abcdef@svctop.invalid\r\n\r\n",
        "SIP/2.0 200 OK\r\nX-Call-ID: 0123456789abcdef@svctop.invalid\r\n\r\n",
        "SIP/2.0 200 OK\r\n\r\nCall-ID: 0123456789abcdef@svctop.invalid\r\n",
        "HTTP/1.1 200 OK\r\nCall-ID: 0123456789abcdef@svctop.invalid\r\n\r\n",
        "OPTIONS sip:x SIP/2.0\r\nCall-ID: 0123456789abcdef@svctop.invalid\r\n\r\n",
        "SIP/2.0 2", "SIP/2.0 200", "SIP/2.0 200 OK\r\n", "",
    ])
    func `what is no SIP response to the request is no answer`(text: String) {
        #expect(!isAnswer(.sipOptions, Array(text.utf8)))
    }

    // MARK: Hostile bytes

    @Test(arguments: [DatagramProtocol.dns, .ntp, .sipOptions, .stun])
    func `cut and mutated answers never trap`(kind: DatagramProtocol) {
        var generator = SplitMix64(state: 3)
        let good = answer(kind)
        #expect(isAnswer(kind, good))
        for length in 0..<good.count { _ = isAnswer(kind, Array(good.prefix(length))) }
        for _ in 0..<2000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = isAnswer(kind, bytes)
            let noise = (0..<Int.random(in: 0...600, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            #expect(!isAnswer(kind, noise))
        }
    }

    @Test(arguments: [DatagramProtocol.dns, .ntp, .sipOptions, .stun])
    func `the answer to another probe is no answer`(kind: DatagramProtocol) {
        let bytes = answer(kind)
        let isAnswer = kind.isAnswer(bytes.span, nonce: nonce ^ 1)
        #expect(!isAnswer)
    }
}

/// What a server of each protocol says, made from the request alone.
enum Answers {
    static func answer(_ kind: DatagramProtocol, to request: [UInt8]) -> [UInt8] {
        switch kind {
        case .dns:
            return request.prefix(2) + [0x84, 5] + request.dropFirst(4)
        case .ntp:
            return [0x24, 1, 6, 0xEC] + [UInt8](repeating: 9, count: 20) + request.suffix(8)
                + [UInt8](repeating: 7, count: 16)
        case .stun:
            let mapped: [UInt8] = [0x00, 0x20, 0, 8, 0, 1, 1, 2, 3, 4, 5, 6]
            return [0x01, 0x01, 0, UInt8(mapped.count)] + request[4..<20] + mapped
        case .sipOptions:
            let copied = String(decoding: request, as: UTF8.self).split(separator: "\r\n").filter { line in
                ["Via:", "To:", "From:", "Call-ID:", "CSeq:"].contains { line.hasPrefix($0) }
            }
            return Array((["SIP/2.0 200 OK"] + copied + ["Content-Length: 0", "", ""]).joined(separator: "\r\n").utf8)
        }
    }
}
