import DNSCore
import Reports
import ServiceCatalog
import Testing

/// What a monitoring system reads from `check`.
@Suite struct CheckReportTests {
    private func check(
        _ zones: ZoneFixture..., warning: String = "0", critical: String? = nil,
        where isIncluded: InstancePredicate? = nil
    ) throws -> CheckReport {
        let snapshot = Snapshot(at: ZoneFixture.now, zones: try zones.map { try $0.snapshot() })
        return CheckReport(
            snapshot, warning: try #require(AlertRange(warning)),
            critical: try critical.map { try #require(AlertRange($0)) }, where: isIncluded)
    }

    private func healthy() throws -> ZoneFixture {
        var zone = try ZoneFixture("good.example.")
        for number in 1...4 {
            try zone.srv("_http._tcp", 0, 0, 80, "web\(number)")
            try zone.health(of: "web\(number)", 80, .up)
        }
        return zone
    }

    @Test func allIsWell() throws {
        let report = try check(healthy())
        #expect(report.state == .ok)
        #expect(
            report.line == """
                SVCTOP OK - 4 instances of 1 service: 4 up | up=4;;;0;4 problems=0;0;;0;4 impostor=0;;;0;4 down=0;;;0;4 \
                stale=0;;;0;4 dangling=0;;;0;4 flapping=0;;;0;4 suspect=0;;;0;4 degraded=0;;;0;4 unknown=0;;;0;4 \
                dormant=0;;;0;4 unavailable=0;;;0;4 services=1 lost_services=0;;;0;1
                """)
    }

    @Test func anInstanceDownIsAWarning() throws {
        let report = try check(ZoneFixture.office())
        #expect(report.state == .warning)
        #expect(
            report.line.hasPrefix(
                """
                SVCTOP WARNING - 2 of 5 instances have a problem (1 down, 1 dangling): web2:8080 of \
                _http._tcp.office.example. is down (connection refused), web3:8080 of _http._tcp.office.example. is \
                dangling (target has no address) | up=2;;;0;5 problems=2;0;;0;5
                """))
    }

    @Test func aServiceThatLostAllItsInstancesIsCritical() throws {
        var zone = try healthy()
        try zone.srv("_sip._udp", 0, 0, 5060, "sip")
        try zone.health(of: "sip", 5060, .down, .timedOut)
        let report = try check(zone)
        #expect(report.state == .critical)
        #expect(report.line.contains("1 of 5 instances has a problem (1 down), 1 of 2 services lost: sip:5060 of"))
        #expect(try check(zone, critical: "1").state == .warning)
    }

    @Test(arguments: [
        ("1", "1", CheckReport.State.critical), ("2", "2", .ok), ("1", "2", .warning), ("40%", "50%", .ok),
        ("39%", "50%", .warning), ("10%", "39.9%", .critical), ("@2:2", "~:5", .warning), ("3:", "~:", .warning),
        ("~:1", "5", .warning),
    ])
    func thresholdsAreThoseOfMonitoringPlugins(warning: String, critical: String, state: CheckReport.State) throws {
        #expect(try check(ZoneFixture.office(), warning: warning, critical: critical).state == state)
    }

    @Test func performanceDataCarriesTheThresholdsInInstances() throws {
        let report = try check(ZoneFixture.office(), warning: "10%", critical: "20:60%")
        #expect(report.line.contains(" problems=2;0.5;1:3;0;5 "))
    }

    @Test(arguments: [
        "", "%", ":", "x", "1x", "-1", "5:4", "@", "1:2:3", "nan", "inf", "0x10", "1e3", "99999999999999", "~",
    ])
    func whatIsNoRangeIsRefused(text: String) {
        #expect(AlertRange(text) == nil)
    }

    @Test func aZoneThatCannotBeReadIsUnknown() throws {
        var zone = try ZoneFixture("gone.example.")
        zone.freshness = ZoneFreshness(server: "192.0.2.9")
        zone.freshness.problem = ZoneFreshness.Problem(text: "timed out | really\nquite", since: ZoneFixture.now)
        let report = try check(zone)
        #expect(report.state == .unknown)
        #expect(
            report.line.hasPrefix(
                "SVCTOP UNKNOWN - gone.example. could not be read: timed out / really␊quite | up=0"))
        #expect(report.line.filter { $0 == "|" }.count == 1)
    }

    /// Old data is never good news, but bad news does not get better with age either.
    @Test func oldDataIsUnknown() throws {
        var zone = try healthy()
        zone.freshness.confirmedAt = ZoneFixture.now.advanced(by: .seconds(-3600))
        #expect(try check(zone).state == .unknown)
    }

    @Test func oneUnreadableZoneAmongGoodOnesIsUnknown() throws {
        var gone = try ZoneFixture("gone.example.")
        gone.freshness = ZoneFreshness(server: "192.0.2.9")
        #expect(try check(healthy(), gone).state == .unknown)
    }

    @Test func nothingToCheckIsUnknown() throws {
        #expect(try check(ZoneFixture("empty.example.")).state == .unknown)
        #expect(try check(healthy()) { _, _ in false }.state == .unknown)
    }

    @Test func nothingThatCouldBeProbedIsUnknown() throws {
        var zone = try ZoneFixture("udp.example.")
        try zone.srv("_x._udp", 0, 0, 80, "x")
        try zone.health(of: "x", 80, .unknown, .noProbeForProtocol)
        #expect(try check(zone).state == .unknown)
    }

    @Test func onlyWhatTheFilterLeavesIsCounted() throws {
        let report = try check(ZoneFixture.office()) { zone, id in
            zone.health(of: id, at: ZoneFixture.now).status == .up
        }
        #expect(report.state == .ok)
        #expect(report.line.contains("2 instances of 2 services: 2 up | up=2;;;0;2"))
    }
}
