import Testing

@testable import DNSCore

@Suite("dnspython and we understand each other's signatures", .enabled(if: DNSPython.isUsable, DNSPython.skipReason))
struct TSIGPeerTests {
    struct Case {
        var key: TSIGKey
        var words: String

        static func all() throws -> [Case] {
            try TSIGAnswerTests.variants.map { algorithm, bits in
                let isWhole = bits == algorithm.fullMACLength * 8
                let secret = Array("secret of \(algorithm) \(bits)".utf8)
                return Case(
                    key: try testKey(algorithm, bits: bits, secret: secret),
                    words: "\(algorithm) \(isWhole ? 0 : bits) Key.Example. \(secret.hex)")
            }
        }
    }

    @Test("dnspython answers our requests, once and in streams")
    func weAsk() throws {
        let patterns = ["s", "sss", "sus", "suuusus", "s" + String(repeating: "u", count: 99) + "s"]
        var lines: [String] = []
        var exchanges: [TSIGExchange] = []
        for (index, each) in try Case.all().enumerated() {
            var exchange = TSIGExchange(key: each.key)
            var request = try query().bytes
            try exchange.sign(&request, at: newYear)
            exchanges.append(exchange)
            lines.append("serve \(each.words) \(newYear + 5) \(request.hex) \(patterns[index % patterns.count])")
        }
        for (line, exchange) in zip(try DNSPython.run(script: "dnspython_tsig.py", lines: lines), exchanges) {
            let messages = line.split(separator: " ").map { [UInt8](hex: $0) }
            try #require(messages.count > 1, "\(exchange.key): \(line)")
            let single = messages[0]
            try exchange.verify(single.span, at: newYear + 6)
            try verify(Array(messages.dropFirst()), with: exchange, at: newYear + 6)
        }
    }

    @Test("dnspython takes our answers, once and in streams")
    func weAnswer() throws {
        let cases = try Case.all()
        let requests = try DNSPython.run(
            script: "dnspython_tsig.py", lines: cases.map { "ask \($0.words) \(newYear)" })
        var lines: [String] = []
        for (each, request) in zip(cases, requests) {
            let asked = [UInt8](hex: request)
            let verdict = TSIGVerifier(keys: [each.key]).verify(asked.span, at: newYear + 2)
            guard case .verified(let responder) = verdict else {
                Issue.record("\(each.key): \(verdict)")
                continue
            }
            for pattern in ["s", "ss", "suus", "s" + String(repeating: "u", count: 99) + "ss"] {
                var server = responder
                let messages = try pattern.enumerated().map { index, letter in
                    var message = try answer("\(index)").bytes
                    // dnspython asks for the id of the request
                    message.replaceSubrange(0..<2, with: asked[..<2])
                    if letter == "s" {
                        try server.sign(&message, at: newYear + 3)
                    } else {
                        server.leaveUnsigned(message.span)
                    }
                    return message.hex
                }
                lines.append("check \(each.words) \(newYear + 4) \(request) \(messages.joined(separator: " "))")
            }
        }
        for (line, result) in zip(lines, try DNSPython.run(script: "dnspython_tsig.py", lines: lines)) {
            #expect(result == "signed", "\(line.prefix(60))")
        }
    }
}
