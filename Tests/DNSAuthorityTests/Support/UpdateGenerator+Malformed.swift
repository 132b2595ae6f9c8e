import DNSCore

extension UpdateGenerator {
    /// A message that breaks a rule of RFC 2136 sections 3.1 to 3.4.1: and which.
    mutating func malformed(
        _ request: UpdateRequest, id: UInt16, but left: [String] = []
    ) throws -> (message: Message, fault: String) {
        var message = try request.message(id: id)
        let apex = apex
        let a = RecordData.a(IPv4Address(rawValue: 0x7F00_0001))
        func record(_ owner: String, _ recordClass: RecordClass, _ ttl: UInt32, _ data: RecordData) throws
            -> ResourceRecord
        {
            ResourceRecord(
                name: try DomainName(owner, origin: apex), recordClass: recordClass, ttl: ttl, data: data)
        }
        let faults: [(String, (inout Message) throws -> Void)] = [
            ("two zones", { $0.questions.append($0.questions[0]) }),
            ("no zone", { $0.questions = [] }),
            ("a zone section of type A", { $0.questions[0].type = .a }),
            ("another zone", { $0.questions[0].name = try DomainName("other.test.") }),
            ("a zone of class CH", { $0.questions[0].recordClass = .ch }),
            ("a prerequisite with a TTL", { $0.answers.append(try record("a", .any, 1, .empty(.any))) }),
            ("a prerequisite outside", { $0.answers.append(try record("a.other.", .any, 0, .empty(.any))) }),
            ("a prerequisite of class CH", { $0.answers.append(try record("a", .ch, 0, .opaque(.txt, [1, 65]))) }),
            ("a prerequisite of class ANY with data", { $0.answers.append(try record("a", .any, 0, a)) }),
            ("a prerequisite of class NONE with data", { $0.answers.append(try record("a", .none, 0, a)) }),
            ("an addition outside", { $0.authorities.append(try record("a.other.", .in, 60, a)) }),
            ("an addition of class CH", { $0.authorities.append(try record("a", .ch, 60, .opaque(.txt, [1, 65]))) }),
            ("an addition of type ANY", { $0.authorities.append(try record("a", .in, 60, .opaque(.any, []))) }),
            ("an addition of type AXFR", { $0.authorities.append(try record("a", .in, 60, .opaque(.axfr, []))) }),
            ("an addition without data", { $0.authorities.append(try record("a", .in, 60, .empty(.a))) }),
            ("a deletion with a TTL", { $0.authorities.append(try record("a", .any, 1, .empty(.txt))) }),
            ("a deletion of an RRset with data", { $0.authorities.append(try record("a", .any, 0, a)) }),
            ("a deletion of type AXFR", { $0.authorities.append(try record("a", .any, 0, .empty(.axfr))) }),
            ("a deletion of one record with a TTL", { $0.authorities.append(try record("a", .none, 1, a)) }),
            (
                "a deletion of one record of type ANY",
                { $0.authorities.append(try record("a", .none, 0, .empty(.any))) }
            ),
            ("a deletion outside", { $0.authorities.append(try record("other.", .any, 0, .empty(.any))) }),
        ]
        let wanted = faults.filter { !left.contains($0.0) }
        let (fault, commit) = wanted[Int.random(in: wanted.indices, using: &random)]
        try commit(&message)
        return (message, fault)
    }
}
