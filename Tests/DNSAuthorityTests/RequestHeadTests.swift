import DNSCore
import Testing

@testable import DNSAuthority

@Suite("What is told of a request at a glance")
struct RequestHeadTests {
    private func head(_ type: RecordType = .srv, edns: EDNS? = nil, extra: [ResourceRecord] = []) throws -> RequestHead
    {
        let message = Message(
            header: Header(id: 7), questions: [Question(name: name("_x._tcp.z."), type: type)], additionals: extra,
            edns: edns)
        let bytes = try message.encoded()
        let head = RequestHead(bytes.span)
        return try #require(head)
    }

    @Test("a question with EDNS, whatever its options, needs nobody else")
    func quick() throws {
        #expect(try !head().mayBeSigned)
        #expect(try !head(edns: EDNS()).mayBeSigned)
        #expect(try !head(edns: EDNS(options: [EDNSOption(code: 10, data: [1, 2, 3, 4, 5, 6, 7, 8])])).mayBeSigned)
    }

    @Test("what follows it may be a signature")
    func signed() throws {
        var exchange = TSIGExchange(key: try TSIGKey(name: name("k."), secret: [1]))
        for edns in [nil, EDNS()] {
            var bytes = try Message(
                header: Header(id: 7), questions: [Question(name: name("z."), type: .soa)], edns: edns
            ).encoded()
            try exchange.sign(&bytes, at: 1000)
            let head = RequestHead(bytes.span)
            #expect(head?.mayBeSigned == true)
        }
    }

    @Test("transfers are known by their type, responses are no requests, and bytes are no message")
    func kinds() throws {
        #expect(try head(.axfr).isTransfer && head(.ixfr).isTransfer && !head(.soa).isTransfer)
        let response = try Message(header: Header(id: 7, isResponse: true)).encoded()
        for count in 0...12 {
            let head = RequestHead(Array(response.prefix(count)).span)
            #expect(head == nil, "\(count) bytes")
        }
        var random = SeededGenerator(state: 3)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            _ = RequestHead(bytes.span)
        }
    }
}
