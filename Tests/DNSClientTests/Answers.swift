import DNSCore

@testable import DNSClient

extension FakeServer.Request {
    /// An answer to the request, changed as the test likes it.
    func answer(
        _ code: ResponseCode = .noError, _ records: [ResourceRecord] = [], edns: EDNS? = EDNS(),
        _ change: (inout Message) -> Void = { _ in }
    ) throws -> [UInt8] {
        let asked = try message
        var answer = Message(
            header: Header(
                id: asked.header.id, isResponse: true, opcode: asked.header.opcode, flags: .authoritative,
                responseCode: code),
            questions: asked.questions, answers: records, edns: edns)
        change(&answer)
        return try answer.encoded()
    }
}

extension DomainName {
    /// - Precondition: the test has written a name.
    static func of(_ text: String) throws -> DomainName { try DomainName(text) }
}

extension ResourceRecord {
    static func a(_ name: String, _ address: UInt32 = 0xC000_0201) throws -> ResourceRecord {
        ResourceRecord(name: try DomainName(name), ttl: 60, data: .a(IPv4Address(rawValue: address)))
    }

    static func soa(_ name: String, serial: UInt32) throws -> ResourceRecord {
        let soa = StartOfAuthority(
            primary: try DomainName("ns." + name), mailbox: try DomainName("hostmaster." + name),
            serial: Serial(rawValue: serial), refresh: 1, retry: 1, expire: 1, minimum: 1)
        return ResourceRecord(name: try DomainName(name), ttl: 60, data: .soa(soa))
    }
}
