import DNSCore
import Testing

@testable import DNSClient

/// What is made of a NOTIFY, byte for byte, before any socket is involved.
struct NotifyResponderTests {
    static let now: UInt64 = 1_800_000_000
    let responder = NotifyResponder()
    let sender = IPAddress.v4(IPv4Address(rawValue: 0xC000_0201))
    let zone: DomainName
    let key: TSIGKey
    let open: Server
    let keyed: Server

    init() throws {
        zone = try DomainName("Svc.test")
        key = try TSIGKey(name: try DomainName("svctop."), secret: Array("a secret".utf8))
        open = Server(try ServerAddress("192.0.2.1"))
        keyed = Server(try ServerAddress("192.0.2.1"), key: key)
    }

    private func notify(serial: UInt32? = 9, _ change: (inout Message) -> Void = { _ in }) throws -> [UInt8] {
        var message = Message(
            header: Header(id: 0x1234, opcode: .notify, flags: .authoritative),
            questions: [Question(name: zone, type: .soa)],
            answers: try serial.map { [try .soa("svc.test.", serial: $0)] } ?? [])
        change(&message)
        return try message.encoded()
    }

    private func react(_ bytes: [UInt8], _ servers: [Server]) -> NotifyResponder.Reaction {
        responder.react(to: bytes.span, from: sender, servers, at: Self.now)
    }

    private func signed(_ bytes: [UInt8], _ key: TSIGKey, at now: UInt64 = now) throws -> ([UInt8], TSIGExchange) {
        var bytes = bytes
        var exchange = TSIGExchange(key: key)
        try exchange.sign(&bytes, at: now)
        return (bytes, exchange)
    }

    @Test(arguments: [nil, 9] as [UInt32?])
    func isTakenAndAnswered(serial: UInt32?) throws {
        guard case .notification(let notification, let bytes) = react(try notify(serial: serial), [open]) else {
            Issue.record("not taken")
            return
        }
        #expect(notification.zone == zone)
        #expect(notification.serial?.rawValue == serial)
        #expect(notification.server == open)
        #expect(!notification.isSigned)
        let answer = try Message(decoding: bytes)
        #expect(answer.header.id == 0x1234)
        #expect(answer.header.isResponse)
        #expect(answer.header.opcode == .notify)
        #expect(answer.header.flags == .authoritative)
        #expect(answer.header.responseCode == .noError)
        #expect(answer.questions.map(\.name.description) == ["Svc.test."], "the question as it came")
        #expect(answer.answers.isEmpty)
    }

    @Test func isAnsweredWithASignatureWhereItIsSigned() throws {
        let (bytes, exchange) = try signed(notify(), key)
        guard case .notification(let notification, let answer) = react(bytes, [open, keyed]) else {
            Issue.record("not taken")
            return
        }
        #expect(notification.isSigned)
        #expect(notification.server == keyed)
        try exchange.verify(answer.span, at: Self.now)
    }

    @Test func isRefusedWithoutTheServersSignature() throws {
        guard case .rejection(.unverified, let bytes) = react(try notify(), [keyed]) else {
            Issue.record("not refused")
            return
        }
        #expect(try Message(decoding: bytes).header.responseCode == .refused)
    }

    @Test(arguments: [("another", 0, ResponseCode.badSignature), ("a secret", 3600, .badTime)])
    func isRefusedUnderAnotherKey(secret: String, offset: UInt64, code: ResponseCode) throws {
        let other = try TSIGKey(name: key.name, secret: Array(secret.utf8))
        let (bytes, exchange) = try signed(notify(), other, at: Self.now + offset)
        guard case .rejection(.unverified, let answer) = react(bytes, [keyed]) else {
            Issue.record("not refused")
            return
        }
        #expect(try Message(decoding: answer).header.responseCode == .notAuth)
        let error = #expect(throws: TSIGError.self) { try exchange.verify(answer.span, at: Self.now) }
        guard case .rejected(let rejection) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(rejection.code == code)
    }

    @Test func isNotHeardFromStrangers() throws {
        guard case .silence(.stranger) = react(try notify(), []) else {
            Issue.record("answered")
            return
        }
    }

    @Test func isRejectedForZonesThatAreNotFollowed() throws {
        let responder = NotifyResponder(zones: [try DomainName("other.test")])
        let bytes = try notify()
        let reaction = responder.react(to: bytes.span, from: sender, [open], at: Self.now)
        guard case .rejection(_, let answer) = reaction else {
            Issue.record("taken")
            return
        }
        #expect(try Message(decoding: answer).header.responseCode == .notAuth)
    }

    @Test func answersNoAnswers() throws {
        guard case .silence(.malformed) = react(try notify { $0.header.isResponse = true }, [open]) else {
            Issue.record("answered")
            return
        }
    }

    enum Fault: CaseIterable {
        case query, update, noQuestion, twoQuestions, anotherType, anotherClass

        var code: ResponseCode { self == .query || self == .update ? .notImplemented : .formatError }

        func apply(to message: inout Message) {
            switch self {
            case .query: message.header.opcode = .query
            case .update: message.header.opcode = .update
            case .noQuestion: message.questions = []
            case .twoQuestions: message.questions += message.questions
            case .anotherType: message.questions[0].type = .a
            case .anotherClass: message.questions[0].recordClass = .ch
            }
        }
    }

    @Test(arguments: Fault.allCases)
    func saysWhatItDoesNotUnderstand(fault: Fault) throws {
        guard case .rejection(.malformed, let answer) = react(try notify { fault.apply(to: &$0) }, [open]) else {
            Issue.record("taken")
            return
        }
        let message = try Message(decoding: answer)
        #expect(message.header.responseCode == fault.code)
        #expect(message.header.id == 0x1234)
    }

    /// Whatever comes is answered or not, and nothing of it traps.
    @Test func standsHostileBytes() throws {
        var random = SplitMix64(state: 1996)
        let signedBytes = try signed(notify(), key).0
        for round in 0..<2000 {
            var bytes = round % 2 == 0 ? try notify() : signedBytes
            for _ in 0...random.next() % 4 {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(random.next() & 0xFF)
            }
            bytes.removeLast(Int(random.next() % UInt64(bytes.count)) * (round % 3 == 0 ? 1 : 0))
            if case .rejection(_, let answer) = react(bytes, [open, keyed]) {
                #expect(answer.count <= bytes.count + 100, "small questions get no large answers")
            }
        }
    }
}

/// A fixed sequence of numbers.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
