import DNSCore
import NIOCore
import Testing

@testable import DNSClient

/// Hostile streams: whatever comes, in whatever pieces, nothing traps, and under a signature only the truth is kept.
struct IncomingTransferTests {
    static let now: UInt64 = 1_800_000_000
    let apex: DomainName
    let key: TSIGKey
    let hosts: [ResourceRecord]

    init() throws {
        apex = try DomainName(ZoneStream.apex)
        key = try TSIGKey(name: try DomainName("svctop."), secret: Array("a secret".utf8))
        hosts = try ZoneStream.hosts(1...80)
    }

    /// A transfer that has asked, and the stream that answers it.
    private func exchange(signed: Bool) throws -> (IncomingTransfer, stream: [UInt8]) {
        var incoming = IncomingTransfer(of: apex, since: nil, limits: ZoneTransfer.Limits())
        let request = try incoming.request(key: signed ? key : nil, at: Self.now)
        let asked = FakeServer.Request(bytes: request, number: 0, isTCP: true, port: 0)
        var messages = try ZoneStream.three.messages(answering: asked)
        if signed {
            guard case .verified(var responder) = TSIGVerifier(keys: [key]).verify(request.span, at: Self.now) else {
                throw NeverHappened()
            }
            for index in messages.indices { try responder.sign(&messages[index], at: Self.now) }
        }
        return (incoming, messages.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xFF)] + $0 })
    }

    /// - Returns: what was committed, if it was.
    private func take(
        _ stream: [UInt8], _ incoming: IncomingTransfer, _ random: inout SplitMix64
    ) -> [ResourceRecord]? {
        var incoming = incoming
        var sink = RecordingSink()
        var rest = stream[...]
        while !rest.isEmpty {
            let size = 1 + Int(random.next() % UInt64(random.next() % 4 == 0 ? 7 : 2000))
            let chunk = ByteBuffer(bytes: rest.prefix(size))
            rest = rest.dropFirst(size)
            do {
                let outcome = try incoming.take(chunk, into: &sink, clock: { Self.now })
                if outcome != nil { return sink.committed.map { _ in sink.added } }
            } catch {
                return nil
            }
        }
        return nil
    }

    @Test(arguments: [false, true])
    func comesTheSameInWhateverPieces(signed: Bool) throws {
        var random = SplitMix64(state: 5936)
        let (incoming, stream) = try exchange(signed: signed)
        for _ in 0..<50 { #expect(take(stream, incoming, &random) == hosts) }
    }

    @Test func keepsNothingThatWasChangedUnderASignature() throws {
        var random = SplitMix64(state: 8945)
        let (incoming, stream) = try exchange(signed: true)
        var rejected = 0
        for _ in 0..<500 {
            var changed = stream
            changed[Int(random.next() % UInt64(stream.count))] ^= UInt8(1 << (random.next() % 8))
            if let kept = take(changed, incoming, &random) {
                // Some bits mean nothing: the case of the key's name, for one.
                #expect(kept == hosts)
            } else {
                rejected += 1
            }
        }
        #expect(rejected > 450)
    }

    @Test func standsHostileBytes() throws {
        var random = SplitMix64(state: 1995)
        let (incoming, stream) = try exchange(signed: false)
        for _ in 0..<1000 {
            var changed = stream
            for _ in 0...(random.next() % 8) {
                changed[Int(random.next() % UInt64(stream.count))] = UInt8(random.next() & 0xFF)
            }
            _ = take(changed, incoming, &random)
        }
    }
}
