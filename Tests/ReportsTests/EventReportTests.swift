import DNSCore
import FoundationEssentials
import Reports
import ServiceCatalog
import Terminal
import Testing

@Suite struct EventReportTests {
    private func event(_ kind: Event.Kind, instance: String = "web2:8080", reason: Reason = .none) throws -> Event {
        Event(
            at: ZoneFixture.now, zone: try DomainName("office.example."), serial: Serial(rawValue: 7), kind: kind,
            service: try DomainName("_http._tcp.office.example."), instance: instance, reason: reason)
    }

    private func line(_ event: Event, _ form: EventReport.Form) throws -> String {
        try written { EventReport(form).write(event, to: &$0) }
    }

    private var failover: Event.Kind {
        .failover(
            Failover(
                before: [
                    .init(instance: "web1:8080", priority: 10, share: 0.6),
                    .init(instance: "web2:8080", priority: 10, share: 0.4),
                ],
                after: [.init(instance: "web3:8080", priority: 20, share: 1)]))
    }

    @Test func anEventIsOneObjectALine() throws {
        #expect(
            try line(event(.down, reason: .refused), .json) == """
                {"time":"2026-09-22T14:02:31.250Z","zone":"office.example.","serial":7,"event":"down",\
                "service":"_http._tcp.office.example.","instance":"web2:8080","reason":"connection refused"}

                """)
        #expect(
            try line(event(.changed("weight 40 -> 60")), .json).hasSuffix(
                #","reason":null,"changed":"weight 40 -> 60"}"# + "\n"))
    }

    @Test func startsAndStopsTellWhatTheStandInSays() throws {
        #expect(
            try line(event(.started("a client has come")), .json).hasSuffix(
                #""event":"started","service":"_http._tcp.office.example.","instance":"web2:8080","reason":null,"detail":"#
                    + #""a client has come"}"# + "\n"))
        #expect(
            try line(event(.startFailed("exit code 1")), .text(.unicode))
                == "2026-09-22T14:02:31Z  failed      web2:8080 of _http._tcp.office.example.: exit code 1\n")
        #expect(
            try line(event(.stopped("")), .text(.unicode))
                == "2026-09-22T14:02:31Z  stopped     web2:8080 of _http._tcp.office.example.\n")
    }

    @Test func aFailoverTellsWhoServedAndWhoDoes() throws {
        #expect(
            try line(event(failover), .json).hasSuffix(
                """
                "before":[{"instance":"web1:8080","priority":10,"share":0.6},{"instance":"web2:8080","priority":10,\
                "share":0.4}],"after":[{"instance":"web3:8080","priority":20,"share":1.0}]}

                """))
        #expect(
            try line(event(failover), .text(.unicode)) == """
                2026-09-22T14:02:31Z  failover    _http._tcp.office.example.: web1:8080 60%, web2:8080 40% -> web3:8080 100%

                """)
    }

    @Test func withoutJSONItReadsLikeALog() throws {
        #expect(
            try line(event(.down, reason: .refused), .text(.unicode))
                == "2026-09-22T14:02:31Z  down        web2:8080 of _http._tcp.office.example.: connection refused\n")
        #expect(
            try line(event(.registered), .text(.unicode))
                == "2026-09-22T14:02:31Z  registered  web2:8080 of _http._tcp.office.example.\n")
    }

    @Test func hostileLabelsMakeNoLinesOfTheirOwn() throws {
        let hostile = "x\"}\n{\"event\":\"up\u{1B}[0m\u{9B}"
        for form in [EventReport.Form.json, .text(.unicode), .text(.ascii)] {
            let text = try line(event(.down, instance: hostile), form)
            #expect(text.filter { $0.isNewline }.count == 1)
            #expect(!text.unicodeScalars.dropLast().contains { $0.properties.generalCategory == .control })
        }
        struct Parsed: Decodable { var instance: String }
        let json = try line(event(.down, instance: hostile), .json)
        #expect(try JSONDecoder().decode(Parsed.self, from: Data(json.utf8)).instance == hostile)
    }
}
