import Testing

@testable import DNSCore

@Suite("Messages")
struct MessageTests {
    @Test("a query is written as the RFC draws it")
    func query() throws {
        let message = Message(
            header: Header(id: 0xBEEF, flags: [.recursionDesired, .authenticData]),
            questions: [Question(name: try DomainName("_http._tcp.example.org"), type: .srv)])
        let wire = "beef 0120 0001 0000 0000 0000 055f68747470 045f746370 076578616d706c65 036f7267 00 0021 0001"
        #expect(try message.encoded() == [UInt8](hex: wire))
        #expect(try Message(decoding: [UInt8](hex: wire)) == message)
    }

    @Test("the response code goes half into the header, half into the OPT record")
    func extendedCode() throws {
        var message = Message(
            header: Header(id: 1, isResponse: true, responseCode: .badCookie),
            edns: EDNS(udpSize: 1232, flags: 0x8000, options: [EDNSOption(code: 10, data: [1, 2])]))
        let wire = "0001 8007 0000 0000 0000 0001 00 0029 04d0 01 00 8000 0006 000a 0002 0102"
        #expect(try message.encoded() == [UInt8](hex: wire))
        let decoded = try Message(decoding: [UInt8](hex: wire))
        #expect(decoded == message)
        #expect(decoded.edns?.dnssecOK == true)
        #expect(decoded.additionals.isEmpty)
        message.edns = nil
        #expect(throws: WireError(.tooLong("response code"), at: 2)) { try message.encoded() }
    }

    @Test("the OPT record stands before the TSIG record, which is the last")
    func order() throws {
        let signature = TransactionSignature(
            algorithm: try DomainName("hmac-sha256"), timeSigned: 0x0102_0304_0506, fudge: 300, mac: [1], originalID: 1)
        let address = ResourceRecord(name: .root, ttl: 1, data: .a(IPv4Address(rawValue: 1)))
        let message = Message(
            header: Header(id: 1),
            additionals: [
                address, ResourceRecord(name: try DomainName("key"), recordClass: .any, ttl: 0, data: .tsig(signature)),
            ], edns: EDNS())
        let bytes = try message.encoded()
        var reader = WireReader(bytes.span, at: Header.length)
        var types: [RecordType] = []
        while reader.remaining > 0 { types.append(try RecordView(&reader).type) }
        #expect(types == [.a, .opt, .tsig])
        #expect(try Message(decoding: bytes) == message)
    }

    @Test("an UPDATE holds records without data, in class ANY and NONE")
    func update() throws {
        let name = try DomainName("_http._tcp.example.org")
        let location = ServiceLocation(priority: 0, weight: 0, port: 80, target: name)
        let message = Message(
            header: Header(id: 7, opcode: .update),
            questions: [Question(name: try DomainName("example.org"), type: .soa)],
            answers: [ResourceRecord(name: name, recordClass: .none, ttl: 0, data: .empty(.srv))],
            authorities: [
                ResourceRecord(name: name, recordClass: .any, ttl: 0, data: .empty(.any)),
                ResourceRecord(name: name, recordClass: .none, ttl: 0, data: .srv(location)),
            ])
        let decoded = try Message(decoding: message.encoded())
        #expect(decoded == message)
        #expect(decoded.authorities[0].description == "_http._tcp.example.org.\t0\tANY\tANY")
    }

    @Test("what class CH says of an address is not an Internet address")
    func otherClass() throws {
        let chaos = RecordClass.ch
        let wire = [UInt8](hex: "0001 8400 0000 0001 0000 0000 00 0001 0003 00000000 0004 01610001")
        let record = try #require(Message(decoding: wire).answers.first)
        #expect(record.data == .opaque(.a, [1, 0x61, 0, 1]))
        #expect(try Message(decoding: wire).encoded() == wire)
        #expect(try RecordData(type: .a, recordClass: chaos, text: "\\# 4 01610001") == record.data)
        #expect(throws: RecordTextError.self) { try RecordData(type: .a, recordClass: chaos, text: "192.0.2.1") }
    }

    @Test("a message that TCP cannot carry is refused")
    func tooLong() throws {
        let texts = TextStrings(Array(repeating: [UInt8](repeating: 0x61, count: 255), count: 200))
        let record = ResourceRecord(name: .root, ttl: 0, data: .txt(texts))
        let message = Message(header: Header(id: 0), answers: [record, record])
        #expect(throws: WireError(.tooLong("message"), at: 65_535)) { try message.encoded() }
        #expect(throws: WireError(.tooLong("message"), at: 512)) {
            try Message(header: Header(id: 0), answers: [record]).encoded(limit: 512)
        }
        let monster = TextStrings(Array(repeating: [UInt8](repeating: 0x61, count: 255), count: 256))
        #expect(throws: WireError.self) { try RecordData.txt(monster).encoded() }
        #expect(throws: WireError.self) {
            try RecordData.txt(TextStrings([[UInt8](repeating: 0, count: 256)])).encoded()
        }
        #expect(throws: WireError.self) { try RecordData.txt(TextStrings([])).encoded() }
    }

    @Test("a TTL with its top bit set is 0")
    func ttl() throws {
        let wire = [UInt8](hex: "0001 8400 0000 0001 0000 0000 00 0001 0001 80000000 0004 c0000201")
        #expect(try Message(decoding: wire).answers.first?.ttl == 0)
    }

    @Test("response codes and opcodes read as dig prints them")
    func names() {
        let codes = (0...24).map { ResponseCode(rawValue: $0).description }
        #expect(
            codes == [
                "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET",
                "NOTAUTH", "NOTZONE", "RESERVED11", "RESERVED12", "RESERVED13", "RESERVED14", "RESERVED15", "BADVERS",
                "BADKEY", "BADTIME", "BADMODE", "BADNAME", "BADALG", "BADTRUNC", "BADCOOKIE", "RESERVED24",
            ])
        #expect(ResponseCode.badSignature.signatureDescription == "BADSIG")
        #expect(
            [Opcode.query, .status, .notify, .update].map(\.description) == ["QUERY", "STATUS", "NOTIFY", "UPDATE"])
    }
}
