import DNSCore
import Testing

@testable import DNSAuthority

@Suite("What is not answered with data")
struct RefusalTests {
    private let sample: SampleAnswerer

    init() throws { sample = try SampleAnswerer() }

    private func answer(_ request: [UInt8], isStream: Bool = false) throws -> Message {
        try sample.decode(sample.answerer.answer(request.span, isStream: isStream))
    }

    @Test("other zones and other classes are refused, without authority")
    func foreign() throws {
        for (owner, recordClass) in [
            ("elsewhere.test", RecordClass.in), ("test", .in), (".", .in), ("svc.test", .ch), ("svc.test", .any),
            ("xsvc.test", .in),
        ] {
            let answer = try sample.ask(owner, .txt, recordClass: recordClass)
            #expect(answer.header.responseCode == .refused && answer.header.flags == [], "\(owner) \(recordClass)")
            #expect(answer.questions.count == 1 && answer.answers.isEmpty && answer.authorities.isEmpty)
        }
    }

    @Test("opcodes other than QUERY are not implemented here", arguments: [1, 2, 4, 5, 6, 15])
    func opcodes(opcode: UInt8) throws {
        var request = try query("svc.test", .soa, edns: EDNS())
        request[2] = opcode << 3
        let answer = try answer(request)
        #expect(answer.header.responseCode == .notImplemented && answer.header.opcode.rawValue == opcode)
        #expect(answer.header.id == 0x1234 && answer.questions.count == 1 && answer.edns != nil)
    }

    @Test("what is too short and what is a response itself is met with silence")
    func silence() throws {
        let request = try query("svc.test", .soa)
        for count in 0..<12 {
            let answer = sample.answerer.answer(request.span.extracting(first: count), isStream: false)
            #expect(answer == nil)
        }
        var response = request
        response[2] |= 0x80
        let answer = sample.answerer.answer(response.span, isStream: false)
        let refusal = Answerer.refusal(.refused, of: response.span)
        #expect(answer == nil && refusal == nil)
    }

    @Test("a message cut anywhere, or with something behind it, is a format error that keeps the id")
    func cut() throws {
        let request = try query("_http._tcp.svc.test", .srv, edns: EDNS(options: [EDNSOption(code: 10, data: [1, 2])]))
        for count in 12..<request.count {
            let answer = try answer(Array(request.prefix(count)))
            #expect(answer.header.responseCode == .formatError && answer.header.id == 0x1234, "cut to \(count)")
        }
        #expect(try answer(request + [0]).header.responseCode == .formatError)
        #expect(try answer(request).header.responseCode == .noError)
    }

    @Test("no question, two questions, and a question that points somewhere are format errors")
    func questions() throws {
        let message = Message(header: Header(id: 9))
        #expect(try answer(message.encoded()).header.responseCode == .formatError)
        let question = Question(name: name("svc.test"), type: .soa)
        let two = Message(header: Header(id: 9), questions: [question, question])
        #expect(try answer(two.encoded()).header.responseCode == .formatError)
        let pointer: [UInt8] = [0, 9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xC0, 0x04, 0, 6, 0, 1]
        #expect(try answer(pointer).header.responseCode == .formatError)
    }

    @Test("EDNS is answered with EDNS: our size, DO as it was, no options, and nothing without it")
    func edns() throws {
        let options = [EDNSOption(code: 65_001, data: [1]), EDNSOption(code: 3, data: [])]
        let edns = EDNS(udpSize: 4096, flags: 0x8000, options: options)
        #expect(try sample.ask("svc.test", .soa, edns: edns).edns == EDNS(udpSize: 1232, flags: 0x8000))
        #expect(try sample.ask("svc.test", .soa, edns: EDNS(flags: 0x4001)).edns == EDNS(udpSize: 1232))
        #expect(try sample.ask("svc.test", .soa).edns == nil)
        #expect(try sample.ask("elsewhere.test", .soa, edns: EDNS()).edns != nil)
    }

    @Test("a version of EDNS that is not known is told which one is (RFC 6891 section 6.1.3)")
    func badVersion() throws {
        let answer = try sample.ask("svc.test", .soa, edns: EDNS(version: 1))
        #expect(answer.header.responseCode == .badVersion && answer.edns?.version == 0 && answer.answers.isEmpty)
    }

    @Test("a second OPT record, one with a name, and one in the wrong section are format errors")
    func misplacedOPT() throws {
        let plain = try query("svc.test", .soa)
        let opt: [UInt8] = [0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0]
        func counts(_ request: [UInt8], _ place: Int, _ count: UInt8) -> [UInt8] {
            var request = request
            request[place] = count
            return request
        }
        #expect(try answer(counts(plain + opt, 11, 1)).header.responseCode == .noError)
        #expect(try answer(counts(plain + opt + opt, 11, 2)).header.responseCode == .formatError)
        #expect(try answer(counts(plain + opt, 7, 1)).header.responseCode == .formatError)
        #expect(try answer(counts(plain + [1, 65] + opt, 11, 1)).header.responseCode == .formatError)
    }

    @Test("flags: RD is copied; RA, AD, CD and Z are not")
    func flags() throws {
        let all: Header.Flags = [
            .recursionDesired, .recursionAvailable, .reserved, .authenticData, .checkingDisabled, .truncated,
        ]
        #expect(try sample.ask("svc.test", .soa, flags: all).header.flags == [.authoritative, .recursionDesired])
        #expect(try sample.ask("svc.test", .soa).header.flags == .authoritative)
    }

    @Test("questions for something else than data")
    func metaTypes() throws {
        for type in [RecordType.opt, .tsig] {
            #expect(try sample.ask("svc.test", type).header.responseCode == .formatError)
        }
        for number in [249, 253, 254] as [UInt16] {
            #expect(try sample.ask("svc.test", RecordType(rawValue: number)).header.responseCode == .notImplemented)
        }
    }

    @Test("transfers by UDP: AXFR is a format error, IXFR the serial for those who may transfer")
    func transfers() throws {
        #expect(try sample.ask("svc.test", .axfr, udp: true, mayTransfer: true).header.responseCode == .formatError)
        #expect(try sample.ask("svc.test", .ixfr, udp: true).header.responseCode == .refused)
        #expect(try sample.ask("web1.svc.test", .ixfr, udp: true, mayTransfer: true).header.responseCode == .notAuth)
        let serial = try sample.ask("svc.test", .ixfr, udp: true, mayTransfer: true)
        #expect(serial.answers.map(\.type) == [.soa] && serial.header.flags == .authoritative)
    }

    @Test("a refusal says its code, the question and EDNS, also of an update that nobody has read")
    func refusals() throws {
        var update = try query("svc.test", .soa, edns: EDNS())
        update[2] = 5 << 3
        let answer = try sample.decode(Answerer.refusal(.notAuth, of: update.span))
        #expect(answer.header.responseCode == .notAuth && answer.header.opcode == .update)
        #expect(answer.questions.count == 1 && answer.edns != nil)
    }
}
