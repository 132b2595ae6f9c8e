import DNSClient
import ServiceCatalog
import Testing

@testable import DNSCore
@testable import ServiceMonitor

@Suite("What servers answer to an UPDATE, in words")
struct UpdateAnswerTextTests {
    private static let zone = (try? DomainName("svc.test")) ?? .root

    private func text(_ answer: UpdateAnswer, knowsKey: Bool? = nil, key: String? = "web.") -> String {
        UpdateAnswerText(answer, zone: Self.zone, key: key, knowsKey: knowsKey).reason
    }

    private func rejection(_ code: ResponseCode, serverTime: UInt64? = nil) throws -> UpdateAnswer {
        let key = try TSIGKey(name: try DomainName("web"), secret: [1])
        return .failed(
            .tsig(
                .rejected(
                    TSIGRejection(
                        code: code, key: TSIGKeyLabel(key), serverTime: serverTime, clientTime: 1000,
                        isAuthentic: code == .badTime))))
    }

    @Test("BIND refuses with a signature")
    func refused() {
        #expect(
            text(.code(.refused)).hasPrefix("answered REFUSED: its rules do not let the key web. change these records"))
        #expect(
            text(.code(.refused), key: nil) == "answered REFUSED: it takes no updates that are not signed from here")
    }

    @Test("Knot says BADKEY of a key that it knows well")
    func knot() throws {
        let answer = try rejection(.badKey)
        #expect(
            text(answer, knowsKey: true)
                == "answered NOTAUTH and BADKEY, though it knows the key web.: so Knot answers where the key is valid but its "
                + "acl denies the change")
        #expect(text(answer, knowsKey: false).contains("it does not know the key web.; compare"))
        #expect(text(answer).contains("or it is Knot and its acl denies"))
        #expect(text(.failed(.tsig(.unsignedAnswer(.notAuth))), knowsKey: true).contains("so later Knot answers"))
    }

    @Test("PowerDNS signs no error")
    func powerDNS() {
        #expect(text(.failed(.tsig(.unsignedAnswer(.refused))), knowsKey: true).contains("TSIG-ALLOW-DNSUPDATE"))
        #expect(text(.failed(.tsig(.unsignedAnswer(.refused)))).contains("does not know the key web."))
        #expect(text(.failed(.tsig(.unsignedAnswer(.notAuth)))).contains("the secret or the clock is another"))
        #expect(text(.failed(.tsig(.unsignedAnswer(.serverFailure)))).hasPrefix("answered SERVFAIL, and again"))
    }

    @Test("NSD takes none; a clock that is off is told with how much")
    func others() throws {
        #expect(text(.code(.notImplemented)).contains("it takes no updates at all, as NSD"))
        #expect(
            text(try rejection(.badTime, serverTime: 4600)).contains(
                "the server's clock is 3600 s ahead of ours (BADTIME)"))
        #expect(text(.code(.notAuth)).contains("it is not the primary of svc.test."))
    }

    @Test(
        "what is sure from an answer alone",
        arguments: [
            (UpdateAnswer.code(.noError), UpdateAnswer.Meaning.accepted), (.code(.nxRRset), .overtaken),
            (.code(.yxRRset), .overtaken), (.code(.refused), .refused), (.code(.notAuth), .refused),
            (.code(.serverFailure), .open), (.failed(.connectionRefused), .notSent),
            (.failed(.timedOut(.connecting)), .notSent), (.failed(.timedOut(.answering)), .open),
            (.failed(.closedEarly(bytes: 0)), .open), (.failed(.tsig(.unsignedAnswer(.refused))), .open),
            (.failed(.tsig(.badSignature)), .open),
        ])
    func meaning(answer: UpdateAnswer, meaning: UpdateAnswer.Meaning) {
        #expect(answer.meaning == meaning)
    }

    @Test("a server failure is tried once more, and only where the zone is still as it was")
    func retry() throws {
        let name = try DomainName("_x._tcp.svc.test")
        let old = RecordData.srv(ServiceLocation(priority: 0, weight: 5, port: 1, target: Self.zone))
        var update = Plan.Update(UpdateRequest(zone: Self.zone), server: "ns1:53", key: "web.")
        update.request.prerequisites = [.equals(name, [old])]
        update.request.changes = [.delete(name, old)]
        let judge = { (answer: UpdateAnswer, records: [RecordData]) in
            let found = records.map { ResourceRecord(name: name, ttl: 60, data: $0) }
            return UpdateJudgement(update: update, answer: answer, readBack: .success(ReadBack(RRsets(found))))
        }
        #expect(judge(.code(.serverFailure), [old]).isWorthAnotherTry)
        #expect(!judge(.code(.serverFailure), []).isWorthAnotherTry)
        #expect(judge(.code(.serverFailure), []).outcome.result == .done)
        #expect(!judge(.code(.refused), [old]).isWorthAnotherTry)
        var second = judge(.code(.nxRRset), [])
        #expect(second.outcome.result == .overtaken)
        second.isRepeated = true
        #expect(second.outcome.result == .done)
    }
}
