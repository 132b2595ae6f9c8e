import DNSClient
import DNSCore
import NIOCore
import NIOPosix
import PeerServers
import Synchronization
import Testing

@testable import DNSAuthority

@Suite("Secondaries are told")
struct NotifySenderTests {
    private let zones = ZoneRegistry()
    private let apex = TransferZone.apex

    init() throws { try publish(41) }

    private func publish(_ serial: UInt32) throws { zones.publish(try TransferZone.of(services: 1, serial: serial)) }

    /// What came of each.
    private final class Log: Sendable {
        private let entries = Mutex<[NotifyOutcome]>([])

        var outcomes: [NotifyOutcome] { entries.withLock { $0 } }

        var told: @Sendable (NotifyOutcome) -> Void { { outcome in self.entries.withLock { $0.append(outcome) } } }
    }

    private func sender(
        to port: UInt16, key: TSIGKey? = nil, firstWait: Duration = .milliseconds(20), _ log: Log
    ) -> NotifySender {
        var pace = NotifyPace()
        pace.firstWait = firstWait
        pace.gap = .milliseconds(20)
        return NotifySender(
            zones: zones, secondaries: [apex: [Secondary(loopback, port: port, key: key)]], pace: pace, told: log.told)
    }

    @Test("our own listener hears of the newest version, signed where there is a key", arguments: [false, true])
    func ownListener(isSigned: Bool) async throws {
        let key = isSigned ? try TSIGKey.test() : nil
        let server = Server(try ServerAddress("127.0.0.1"), key: key)
        let listener = try await NotifyListener(bind: ServerAddress(host: "127.0.0.1", port: 0), accepting: [server])
        let log = Log()
        let sender = sender(to: try #require(listener.address.port), key: key, firstWait: .seconds(30), log)
        await sender.announce(apex)
        var notifications = listener.makeAsyncIterator()
        let heard = try #require(await notifications.next())
        #expect(heard.serial == Serial(rawValue: 41) && heard.isSigned == isSigned && heard.zone == apex)
        try await until { log.outcomes.count == 1 }
        #expect(log.outcomes.first?.result == .acknowledged && log.outcomes.first?.tries == 1)
        try publish(42)
        await sender.announce(apex)
        #expect(await notifications.next()?.serial == Serial(rawValue: 42))
        await sender.stop()
    }

    @Test("who does not answer is told again, until it does")
    func retries() async throws {
        let peer = try await FakeSecondary { request, number in number < 3 ? [] : [try request.acknowledgement()] }
        let log = Log()
        await sender(to: peer.port, log).announce(apex)
        try await until { log.outcomes.count == 1 }
        #expect(log.outcomes.first?.result == .acknowledged && log.outcomes.first?.tries == 4)
        #expect(Set(peer.received).count == 1)
    }

    @Test("after five tries it is let be, until the next change")
    func givesUp() async throws {
        let peer = try await FakeSecondary { _, _ in [] }
        let log = Log()
        let sender = sender(to: peer.port, firstWait: .milliseconds(2), log)
        await sender.announce(apex)
        try await until { log.outcomes.count == 1 }
        #expect(log.outcomes.first?.result == .givenUp(.silent))
        #expect(peer.received.count == 5)
        try publish(42)
        await sender.announce(apex)
        try await until { log.outcomes.count == 2 }
        #expect(log.outcomes.last?.serial == Serial(rawValue: 42))
        #expect(peer.received.count == 10)
    }

    @Test("nobody there is no reason to give up at once")
    func unreachable() async throws {
        let log = Log()
        let sender = sender(to: try freeLoopbackPort(), firstWait: .milliseconds(2), log)
        await sender.announce(apex)
        try await until { log.outcomes.count == 1 }
        #expect(log.outcomes.first?.tries == 5)
        #expect(log.outcomes.first?.result == .givenUp(.unreachable("Connection refused")))
    }

    @Test("where nothing can be sent, it is tried as often")
    func cannotSend() async throws {
        let log = Log()
        var pace = NotifyPace()
        pace.firstWait = .milliseconds(1)
        // A link-local address without its link.
        let nowhere = Secondary(.v6(IPv6Address(high: 0xFE80_0000_0000_0000, low: 1)))
        let sender = NotifySender(zones: zones, secondaries: [apex: [nowhere]], pace: pace, told: log.told)
        await sender.announce(apex)
        try await until { log.outcomes.count == 1 }
        #expect(log.outcomes.first?.tries == 5)
        #expect(log.outcomes.first?.result == .givenUp(.cannotSend("Invalid argument")))
    }

    enum Flaw: CaseIterable {
        case otherID, otherZone, otherType, query, noResponse, refusal, unsigned, otherKey, garbage
    }

    @Test("what is no acknowledgement does not count", arguments: Flaw.allCases)
    func flaws(flaw: Flaw) async throws {
        let isSigned = flaw == .unsigned || flaw == .otherKey
        let key = isSigned ? try TSIGKey.test() : nil
        let peer = try await FakeSecondary { request, number in
            if number == 3 { return [try request.acknowledgement(key: key)] }
            var answer = try request.answer()
            switch flaw {
            case .otherID: answer.header.id &+= 1
            case .otherZone: answer.questions[0].name = name("other.test")
            case .otherType: answer.questions[0].type = .ns
            case .query: answer.header.opcode = .query
            case .noResponse: answer.header.isResponse = false
            case .refusal: answer.header.responseCode = .notAuth
            case .unsigned: break
            case .otherKey:
                var bytes = try answer.encoded()
                let other = try TSIGKey(name: name(PeerKey.test.name), secret: [1, 2, 3])
                var exchange = TSIGExchange(key: other)
                try exchange.sign(&bytes, at: now())
                return [bytes]
            case .garbage: return [Array(request.bytes.prefix(15))]
            }
            return [try answer.encoded()]
        }
        let log = Log()
        await sender(to: peer.port, key: key, firstWait: .milliseconds(50), log).announce(apex)
        try await until { log.outcomes.count == 1 }
        #expect(log.outcomes.first?.result == .acknowledged)
        #expect(log.outcomes.first?.tries == 4)
    }

    @Test("a refusal that stays is told")
    func refused() async throws {
        let peer = try await FakeSecondary { request, _ in
            var answer = try request.answer()
            answer.header.responseCode = .notAuth
            return [try answer.encoded()]
        }
        let log = Log()
        await sender(to: peer.port, log).announce(apex)
        try await until { log.outcomes.count == 1 }
        #expect(log.outcomes.first?.result == .givenUp(.refused(.notAuth)))
    }

    @Test("of changes one upon the other the newest is told, and nothing older after it")
    func newestOnly() async throws {
        let peer = try await FakeSecondary { request, _ in [try request.acknowledgement()] }
        let log = Log()
        let sender = sender(to: peer.port, firstWait: .seconds(30), log)
        for serial in UInt32(42)...441 {
            try publish(serial)
            await sender.announce(apex)
        }
        try await until {
            log.outcomes.last?.serial == Serial(rawValue: 441) && log.outcomes.last?.result == .acknowledged
        }
        let serials = try peer.received.map { try FakeSecondary.Request(bytes: $0).serial.rawValue }
        #expect(serials == serials.sorted() && serials.last == 441)
        #expect(serials.count < 200)
    }

    @Test("a change makes one that waits for its next try be told at once")
    func impatience() async throws {
        let peer = try await FakeSecondary { request, _ in
            try request.serial == Serial(rawValue: 41) ? [] : [try request.acknowledgement()]
        }
        let log = Log()
        let sender = sender(to: peer.port, firstWait: .seconds(600), log)
        await sender.announce(apex)
        try await until { peer.received.count == 1 }
        try publish(42)
        await sender.announce(apex)
        try await until { log.outcomes.count == 2 }
        #expect(log.outcomes.map(\.result) == [.superseded, .acknowledged])
    }
}
