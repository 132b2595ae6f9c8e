import DNSCore
import Reports
import ServiceCatalog
import Terminal
import Testing

@Suite struct TableReportTests {
    private func table(_ zones: ZoneFixture..., format: TableReport.Format = TableReport.Format()) throws -> String {
        let snapshot = Snapshot(at: ZoneFixture.now, zones: try zones.map { try $0.snapshot() })
        return try written { output in
            var report = TableReport(snapshot, format)
            report.write(to: &output)
        }
    }

    @Test func columnsStandBelowEachOther() throws {
        #expect(
            try table(ZoneFixture.office())
                == """
                STATUS       SERVICE     INSTANCE    TARGET   PORT  PRIO  WEIGHT  SHARE   NOW  TTL     RTT  ADDRESSES              REASON
                up           _http._tcp              web1     8080    10      60  59.9%  100%  300  0.36ms  192.0.2.1 2001:db8::1
                down         _http._tcp              web2     8080    10      40  40.1%    0%  300  1.25ms  192.0.2.2              connection refused
                dangling     _http._tcp              web3     8080    20       0     0%    0%  300                                 target has no address
                unavailable  _imap._tcp              .           0     0       0     0%    0%  300                                 not offered
                up           _ipp._tcp   My Printer  printer   631     0       0   100%  100%  120  12.4ms  192.0.2.31

                """)
    }

    @Test(arguments: [120, 100, 80, 60, 40])
    func noLineIsWiderThanTheTerminal(width: Int) throws {
        let text = try table(ZoneFixture.office(), format: TableReport.Format(width: width))
        for line in text.split(separator: "\n") { #expect(TextWidth.columns(of: String(line)) <= width) }
        #expect(text.contains("up  "))
        #expect(text.contains("web1"))
    }

    @Test func whatIsCutShowsThatItIs() throws {
        var zone = try ZoneFixture("wide.example.")
        try zone.srv(
            "_a-very-long-seg-service-name-indeed._tcp", 0, 0, 80, "a-target-with-a-long-name.elsewhere.example.")
        let text = try table(zone, format: TableReport.Format(width: 50))
        #expect(text.contains("_a-very-long-se…"))
        let ascii = try table(zone, format: TableReport.Format(width: 50, repertoire: .ascii))
        #expect(ascii.contains("_a-very-long-se~"))
        #expect(ascii.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test func coloursAreOnTheStatusAndNowhereElse() throws {
        let plain = try table(ZoneFixture.office())
        #expect(!plain.contains("\u{1B}"))
        let coloured = try table(ZoneFixture.office(), format: TableReport.Format(hasColours: true))
        #expect(coloured.contains("\u{1B}[31mdown\u{1B}[0m"))
        #expect(coloured.contains("\u{1B}[32mup\u{1B}[0m"))
        #expect(coloured.replacing(#/\x{1B}\[[0-9]*m/#, with: "") == plain)
    }

    @Test func severalZonesHaveAColumnAndALineEach() throws {
        var other = try ZoneFixture("other.example.")
        try other.srv("_http._tcp", 0, 0, 80, "web1.office.example.")
        other.freshness.problem = ZoneFreshness.Problem(text: "the server is gone", since: ZoneFixture.now)
        let text = try table(ZoneFixture.office(), other, format: TableReport.Format(hasSummary: true))
        #expect(text.contains("\nunknown      other.example.   _http._tcp              web1.office.example.    80"))
        #expect(
            text.hasSuffix(
                """

                office.example. serial 2026092201 from 127.0.0.1:53 by AXFR: 5 instances of 3 services: \
                1 down, 1 dangling, 2 up, 1 unavailable
                other.example. serial 2026092201 from 127.0.0.1:53 by AXFR: 1 instance of 1 service: 1 unknown; \
                the server is gone

                """))
    }

    @Test func hostileLabelsAreMadeVisible() throws {
        var zone = try ZoneFixture("hostile.example.")
        for label in ["\u{1B}[31mred", "a\nb", "\u{202E}gpj.exe", "表示器"] {
            let owner = try DomainName(
                labels: [Array(label.utf8), Array("_ipp".utf8), Array("_tcp".utf8)] + zone.apex.labels.map { Array($0) }
            )
            zone.srv(owner, 0, 0, 1, try zone.name("host"))
        }
        let text = try table(zone)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.count == 5)
        #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
        // However wide the labels are, what stands to their right starts at the same column.
        let starts = lines.map { line in
            let cell = line.firstRange(of: "TARGET") ?? line.firstRange(of: "host  ")
            return cell.map { TextWidth.columns(of: String(line[..<$0.lowerBound])) }
        }
        #expect(starts[0] != nil)
        #expect(Set(starts).count == 1)
        #expect(lines.contains { $0.contains("表示器") })
    }

    @Test func aZoneWithoutInstancesIsAHeader() throws {
        #expect(try table(ZoneFixture("empty.example.")) == "STATUS  SERVICE  TARGET\n")
    }
}
