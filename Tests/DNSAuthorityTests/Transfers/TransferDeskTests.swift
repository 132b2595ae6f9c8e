import DNSCore
import Testing

@testable import DNSAuthority

@Suite("Who asks for a transfer gets one, or learns why not")
struct TransferDeskTests {
    private let zones = ZoneRegistry()
    private let stranger = Requester(address: loopback, port: 1, transport: .stream, key: name("stranger"))
    private let friend = Requester(address: loopback, port: 1, transport: .stream)

    init() throws { zones.publish(try TransferZone.of(services: 3)) }

    private func reply(_ message: Message, from requester: Requester? = nil) throws -> Reply {
        try reply(message.encoded(), from: requester)
    }

    private func reply(_ bytes: [UInt8], from requester: Requester? = nil) throws -> Reply {
        let desk = TransferDesk(zones: zones) { apex, requester in
            apex == TransferZone.apex && requester.key == nil
        }
        return desk.reply(to: bytes.span, from: requester ?? friend, signing: nil, at: 1)
    }

    private func code(_ reply: Reply) throws -> ResponseCode? {
        guard case .message(let bytes) = reply else { return nil }
        let message = try Message(decoding: bytes)
        #expect(message.header.id == 9 && message.header.isResponse && message.answers.isEmpty)
        return message.header.responseCode
    }

    private func question(
        _ type: RecordType, of zone: String = "svc.test", _ recordClass: RecordClass = .in,
        authorities: [ResourceRecord] = [], edns: EDNS? = nil
    ) -> Message {
        Message(
            header: Header(id: 9), questions: [Question(name: name(zone), type: type, recordClass: recordClass)],
            authorities: authorities, edns: edns)
    }

    @Test("the zone as it is spelt, whatever the case")
    func transfers() throws {
        guard case .transfer(var transfer) = try reply(question(.axfr, of: "SVC.test", edns: EDNS())) else {
            Issue.record("no transfer")
            return
        }
        let bytes = transfer.next(at: 1)
        let message = try Message(decoding: try #require(bytes))
        #expect(message.questions.first?.name.description == "SVC.test.")
        #expect(message.edns != nil)
        #expect(message.answers.count == 12)
    }

    @Test("other zones, other classes, names within the zone: not authoritative")
    func otherZones() throws {
        for asked in [
            question(.axfr, of: "other.test"), question(.axfr, of: "a.svc.test"), question(.axfr, of: "test"),
            question(.axfr, RecordClass(rawValue: 3)),
        ] {
            #expect(try code(reply(asked)) == .notAuth)
        }
    }

    @Test("who may not is refused")
    func refused() throws { #expect(try code(reply(question(.axfr), from: stranger)) == .refused) }

    @Test("what is not well-formed is a format error, with the id that it came with")
    func malformed() throws {
        let foreign = ResourceRecord(name: name("a.svc.test"), ttl: 0, data: TransferZone.soa(1).data)
        let noSOA = try record("@ 60 NS ns", in: TransferZone.apex)
        for asked in [
            question(.ixfr), question(.ixfr, authorities: [foreign]), question(.ixfr, authorities: [noSOA]),
            question(.ixfr, authorities: [TransferZone.soa(1), TransferZone.soa(2)]),
        ] {
            #expect(try code(reply(asked)) == .formatError)
        }
        let whole = try question(.ixfr, authorities: [TransferZone.soa(1)]).encoded()
        for count in 12..<whole.count { #expect(try code(reply(Array(whole[..<count]))) == .formatError) }
        for count in 0..<12 {
            guard case .nothing = try reply(Array(whole[..<count])) else {
                Issue.record("\(count) bytes are answered")
                continue
            }
        }
    }

    @Test("a response is not answered; another version of EDNS is told")
    func responses() throws {
        var response = question(.axfr)
        response.header.isResponse = true
        guard case .nothing = try reply(response) else {
            Issue.record("answered")
            return
        }
        #expect(try code(reply(question(.axfr, edns: EDNS(version: 1)))) == .badVersion)
    }

    @Test("by UDP there is no AXFR")
    func datagrams() throws {
        let sender = Requester(address: loopback, port: 1, transport: .datagram)
        #expect(try code(reply(question(.axfr), from: sender)) == .formatError)
        guard
            case .message(let bytes) = try reply(
                question(.ixfr, authorities: [TransferZone.soa(41)]), from: sender)
        else {
            Issue.record("no answer")
            return
        }
        #expect(try Message(decoding: bytes).answers.map(\.type) == [.soa])
    }
}
