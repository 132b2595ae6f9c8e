import DNSCore
import Testing

@testable import DNSAuthority

/// A query as a client sends it.
func query(
    _ owner: String, _ type: RecordType, edns: EDNS? = nil, flags: Header.Flags = [], recordClass: RecordClass = .in,
    id: UInt16 = 0x1234
) throws -> [UInt8] {
    try Message(
        header: Header(id: id, flags: flags),
        questions: [Question(name: try DomainName(owner), type: type, recordClass: recordClass)], edns: edns
    ).encoded()
}

/// The sample zones, asked without a network between.
struct SampleAnswerer {
    let answerer: Answerer

    init() throws { answerer = Answerer(zones: try SampleZone.registry()) }

    /// The answer to a query by TCP, or by UDP where `udp` says so.
    func ask(
        _ owner: String, _ type: RecordType, udp: Bool = false, edns: EDNS? = nil, flags: Header.Flags = [],
        recordClass: RecordClass = .in, mayTransfer: Bool = false
    ) throws -> Message {
        let request = try query(owner, type, edns: edns, flags: flags, recordClass: recordClass)
        return try decode(answerer.answer(request.span, isStream: !udp, mayTransfer: mayTransfer))
    }

    func decode(_ answer: [UInt8]?) throws -> Message { try Message(decoding: try #require(answer)) }
}

extension [ResourceRecord] {
    /// Sorted, as `OWNER TTL TYPE DATA`, below `svc.test.` without it.
    var texts: [String] {
        map { "\($0.name.description(relativeTo: name("svc.test"))) \($0.ttl) \($0.type) \($0.data)" }.sorted()
    }
}

extension Answerer {
    /// The answer to bytes that get one.
    func bytes(
        to request: [UInt8], isStream: Bool = false, mayTransfer: Bool = false, reserving: Int = 0
    ) throws -> [UInt8] {
        let answer = answer(request.span, isStream: isStream, mayTransfer: mayTransfer, reserving: reserving)
        return try #require(answer)
    }
}
