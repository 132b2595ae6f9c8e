import DNSCore
import Testing

@testable import DNSAuthority

@Suite("Whatever is asked, the answer is a message that its path allows")
struct HostileQueryTests {
    private let answerer: Answerer

    init() throws { answerer = try SampleAnswerer().answerer }

    /// What holds for every answer to whatever request.
    private func check(_ request: [UInt8]) throws {
        for isStream in [false, true] {
            let answer = answerer.answer(request.span, isStream: isStream, mayTransfer: request.count % 2 == 0)
            let isAnswerable = request.count >= 12 && request[2] & 0x80 == 0
            #expect((answer != nil) == isAnswerable)
            guard let answer else { continue }
            #expect(answer.count <= (isStream ? 65_535 : 1232))
            let message = try Message(decoding: answer)
            #expect(message.header.isResponse && answer[0...1] == request[0...1])
            #expect(message.header.opcode.rawValue == request[2] >> 3 & 0xF)
            #expect(!message.header.flags.contains(.recursionAvailable))
            if message.edns == nil, !isStream { #expect(answer.count <= 512) }
            if message.header.responseCode == .nameError || message.header.responseCode == .noError {
                #expect(message.questions.count == 1)
            } else {
                #expect(message.answers.isEmpty && message.authorities.isEmpty && message.additionals.isEmpty)
            }
        }
    }

    @Test("random bytes")
    func randomBytes() throws {
        var random = SeededGenerator(state: 1)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0..<80, using: &random)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            // Most of them would be responses or ask for dozens of questions.
            if count >= 12, Bool.random(using: &random) {
                bytes.replaceSubrange(2..<12, with: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0])
            }
            try check(bytes)
        }
    }

    @Test("queries with some bytes changed, taken out or put in")
    func mutations() throws {
        var random = SeededGenerator(state: 2)
        let owners = SampleZone.services.lines.compactMap { $0.split(separator: " ").first }.map {
            $0 == "@" ? "svc.test" : "\($0).svc.test"
        }
        let types: [RecordType] = [.a, .srv, .ns, .any, .ds, .ixfr, .cname, .txt]
        for _ in 0..<20_000 {
            let owner = try #require(owners.randomElement(using: &random))
            let type = try #require(types.randomElement(using: &random))
            var bytes = try query(owner, type, edns: Bool.random(using: &random) ? EDNS(udpSize: 4096) : nil)
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                guard let place = bytes.indices.randomElement(using: &random) else { break }
                let byte = UInt8.random(in: 0...255, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = byte
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(byte, at: place)
                default: bytes[place] ^= 1 << (byte % 8)
                }
            }
            try check(bytes)
        }
    }

    @Test("names of as many labels as there can be, in zones of such names")
    func deepNames() throws {
        let deep = String(repeating: "a.", count: 117)
        var contents = ZoneContents(apex: name("svc.test"))
        contents.insert(try record("@ 60 SOA \(deep)svc.test. \(deep)svc.test. 1 2 3 4 5", in: contents.apex))
        contents.insert(try record("\(deep)svc.test. 60 CNAME b.\(deep.dropFirst(2))svc.test.", in: contents.apex))
        contents.insert(try record("*.svc.test. 60 NS \(deep)svc.test.", in: contents.apex))
        let registry = ZoneRegistry()
        registry.publish(Zone(contents))
        for owner in ["\(deep)svc.test", "b.\(deep.dropFirst(2))svc.test", "b.a.svc.test", "x.svc.test"] {
            for type in [RecordType.a, .cname, .ns, .soa, .any] {
                let request = try query(owner, type)
                for isStream in [true, false] {
                    let answer = Answerer(zones: registry).answer(request.span, isStream: isStream)
                    _ = try Message(decoding: try #require(answer))
                }
            }
        }
    }
}
