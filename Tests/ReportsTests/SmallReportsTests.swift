import DNSCore
import Reports
import ServiceCatalog
import Testing

@Suite struct CountReportTests {
    private func count(_ zones: ZoneFixture..., isJSON: Bool = false, where isIncluded: InstancePredicate? = nil) throws
        -> String
    {
        let report = CountReport(
            Snapshot(at: ZoneFixture.now, zones: try zones.map { try $0.snapshot() }), where: isIncluded)
        return try written { output in isJSON ? report.writeJSON(to: &output) : report.write(to: &output) }
    }

    @Test func oneZoneIsABareNumber() throws {
        #expect(try count(ZoneFixture.office()) == "5\n")
        #expect(try count(ZoneFixture.office()) { zone, id in zone.catalog.location(of: id).port == 631 } == "1\n")
    }

    @Test func severalZonesAreALineEach() throws {
        #expect(try count(ZoneFixture.office(), ZoneFixture("e.example.")) == "office.example.: 5\ne.example.: 0\n")
    }

    @Test func whatWasNotReadIsNotZero() throws {
        var unread = try ZoneFixture("unread.example.")
        unread.freshness.learntAt = nil
        unread.freshness.serial = nil
        #expect(try count(unread) == "")
        #expect(try count(ZoneFixture.office(), unread) == "office.example.: 5\n")
        #expect(
            try count(unread, isJSON: true) == #"{"zones":[{"zone":"unread.example.","serial":null,"count":null}]}"#
                + "\n")
    }

    @Test func asJSON() throws {
        #expect(
            try count(ZoneFixture.office(), isJSON: true)
                == #"{"zones":[{"zone":"office.example.","serial":2026092201,"count":5}]}"# + "\n")
    }
}

@Suite struct ProgressLineTests {
    private func line(_ records: Int, _ bytes: Int, expected: Int = 0, after: Duration = .seconds(2)) throws -> String {
        let start = ZoneFixture.now
        let progress = LoadProgress(records: records, bytes: bytes, startedAt: start, expectedRecords: expected)
        return ProgressLine(zone: try DomainName("a.example."), progress, at: start.advanced(by: after)).description
    }

    @Test func recordsBytesAndRate() throws {
        #expect(try line(1_234_567, 62_000_000) == "a.example.: 1,234,567 records, 62.0 MB, 31.0 MB/s")
        #expect(try line(12, 900, after: .milliseconds(10)) == "a.example.: 12 records, 900 B")
        #expect(try line(100, 999_960, expected: 4000) == "a.example.: 100 of about 4,000 records, 1.0 MB, 500.0 kB/s")
        #expect(try line(0, 0) == "a.example.: 0 records, 0 B, 0 B/s")
    }
}
