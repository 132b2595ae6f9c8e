import Testing

@testable import DNSCore

@Suite("An UPDATE request")
struct UpdateRequestTests {
    static let srv = RecordData.srv(ServiceLocation(priority: 1, weight: 2, port: 80, target: name("h.svc.example")))
    static let otherSRV = RecordData.srv(ServiceLocation(priority: 1, weight: 2, port: 81, target: .root))
    static let service = name("_http._tcp.svc.example")
    static let text = RecordData.opaque(RecordType(rawValue: 65280), [1, 2, 3])

    /// Every form of prerequisite and of change.
    static let request = UpdateRequest(
        zone: zoneName,
        prerequisites: [
            .exists(service, .srv), .equals(service, [srv, otherSRV]), .doesNotExist(service, .txt),
            .nameInUse(name("h.svc.example")), .nameNotInUse(name("new.svc.example")),
        ],
        changes: [
            .add(service, ttl: 60, srv), .add(service, ttl: 0, text), .deleteRRset(service, .txt),
            .deleteAll(name("old.svc.example")), .delete(service, otherSRV),
        ])

    @Test("is the message that RFC 2136 sections 2.3 to 2.5 describe")
    func message() throws {
        let message = try Self.request.message(id: 7)
        #expect(message.header == Header(id: 7, opcode: .update))
        #expect(message.questions == [Question(name: zoneName, type: .soa)])
        func record(
            _ name: DomainName, _ recordClass: RecordClass, _ data: RecordData, ttl: UInt32 = 0
        ) -> ResourceRecord {
            ResourceRecord(name: name, recordClass: recordClass, ttl: ttl, data: data)
        }
        #expect(
            message.answers == [
                record(Self.service, .any, .empty(.srv)), record(Self.service, .in, Self.srv),
                record(Self.service, .in, Self.otherSRV), record(Self.service, .none, .empty(.txt)),
                record(name("h.svc.example"), .any, .empty(.any)),
                record(name("new.svc.example"), .none, .empty(.any)),
            ])
        #expect(
            message.authorities == [
                record(Self.service, .in, Self.srv, ttl: 60), record(Self.service, .in, Self.text),
                record(Self.service, .any, .empty(.txt)), record(name("old.svc.example"), .any, .empty(.any)),
                record(Self.service, .none, Self.otherSRV),
            ])
    }

    @Test("is read back as it was written")
    func roundTrip() throws {
        let bytes = try Self.request.encoded(id: 7)
        #expect(try UpdateRequest(Message(decoding: bytes)) == Self.request)
    }

    @Test("brings an RRset's prerequisite together from wherever its records stand")
    func scatteredRRset() throws {
        var message = try Self.request.message(id: 7)
        let moved = message.answers.remove(at: 2)
        message.answers.append(moved)
        #expect(try UpdateRequest(message) == Self.request)
    }

    @Test("reads as the commands of nsupdate")
    func commands() {
        #expect(
            Self.request.description == """
                zone svc.example.
                prereq yxrrset _http._tcp.svc.example. SRV
                prereq yxrrset _http._tcp.svc.example. SRV 1 2 80 h.svc.example.
                prereq yxrrset _http._tcp.svc.example. SRV 1 2 81 .
                prereq nxrrset _http._tcp.svc.example. TXT
                prereq yxdomain h.svc.example.
                prereq nxdomain new.svc.example.
                update add _http._tcp.svc.example. 60 SRV 1 2 80 h.svc.example.
                update add _http._tcp.svc.example. 0 TYPE65280 \\# 3 010203
                update delete _http._tcp.svc.example. TXT
                update delete old.svc.example.
                update delete _http._tcp.svc.example. SRV 1 2 81 .
                """)
    }

    @Test("keeps to its zone, and to records that a zone can hold")
    func impossible() throws {
        let outside = name("example")
        func refuses(
            _ error: UpdateError, _ prerequisites: [Prerequisite] = [], _ changes: [UpdateRequest.Change] = []
        ) {
            let request = UpdateRequest(zone: zoneName, prerequisites: prerequisites, changes: changes)
            #expect(throws: error) { try request.message(id: 1) }
        }
        refuses(.outOfZone(outside), [.nameInUse(outside)])
        refuses(.outOfZone(outside), [], [.deleteAll(outside)])
        refuses(.mixedRRset(zoneName), [.equals(zoneName, [])])
        refuses(.mixedRRset(zoneName), [.equals(zoneName, [Self.srv, Self.text])])
        refuses(.malformedRecord(zoneName, .axfr), [.exists(zoneName, .axfr)])
        refuses(.malformedRecord(zoneName, .opt), [], [.add(zoneName, ttl: 1, .opt([]))])
        refuses(.malformedRecord(zoneName, .srv), [], [.add(zoneName, ttl: 1, .empty(.srv))])
        refuses(.malformedRecord(zoneName, .tsig), [], [.deleteRRset(zoneName, .tsig)])
        #expect(UpdateError.outOfZone(outside).responseCode == .notZone)
        #expect(UpdateError.zoneSection.responseCode == .formatError)
    }

    @Test("is not taken from a message that RFC 2136 sections 3.1 to 3.4.1 refuse")
    func malformed() throws {
        func refuses(_ error: UpdateError, _ edit: (inout Message) -> Void) throws {
            var message = try Self.request.message(id: 7)
            edit(&message)
            let edited = message
            #expect(throws: error) { try UpdateRequest(edited) }
        }
        try refuses(.notAnUpdate) { $0.header.opcode = .query }
        try refuses(.notAnUpdate) { $0.header.isResponse = true }
        try refuses(.zoneSection) { $0.questions = [] }
        try refuses(.zoneSection) { $0.questions += $0.questions }
        try refuses(.zoneSection) { $0.questions[0].type = .any }
        try refuses(.outOfZone(name("example"))) { $0.answers[0].name = name("example") }
        try refuses(.outOfZone(name("example"))) { $0.authorities[0].name = name("example") }
        try refuses(.malformedRecord(Self.service, .srv)) { $0.answers[0].ttl = 1 }
        try refuses(.malformedRecord(Self.service, .srv)) { $0.answers[0].recordClass = .ch }
        try refuses(.malformedRecord(Self.service, .srv)) { $0.answers[1].recordClass = .any }
        try refuses(.malformedRecord(Self.service, .srv)) { $0.authorities[0].recordClass = .any }
        try refuses(.malformedRecord(Self.service, .txt)) { $0.authorities[2].ttl = 1 }
        try refuses(.malformedRecord(Self.service, .srv)) { $0.authorities[4].ttl = 1 }
    }

    @Test("with thousands of prerequisites about one RRset is read in time")
    func manyPrerequisites() throws {
        var message = try UpdateRequest(zone: zoneName).message(id: 7)
        message.answers = (0..<4000).map { index in
            ResourceRecord(name: zoneName, ttl: 0, data: .a(IPv4Address(rawValue: index)))
        }
        let clock = ContinuousClock()
        var request: UpdateRequest?
        let duration = try clock.measure { request = try UpdateRequest(message) }
        #expect(request?.prerequisites.count == 1)
        #expect(duration < .seconds(5))
    }
}
