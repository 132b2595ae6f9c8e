import ServiceCatalog
import Testing

@Suite struct TimestampReadingTests {
    @Test(arguments: [
        "1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "2026-09-22T14:02:31Z", "2100-03-01T12:00:00Z",
        "2261-12-31T23:59:59Z",
    ]) func whatIsWrittenIsRead(_ text: String) throws {
        let time = try #require(Timestamp(iso8601: text))
        #expect("\(time.date)T\(time.timeOfDay)Z" == text)
    }

    @Test(arguments: [
        "", "2026-09-22", "2026-09-22T14:02:31", "2026-09-22 14:02:31Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-00-10T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
        "1969-12-31T23:59:59Z", "9999-01-01T00:00:00Z", "2026-09-2\u{661}T14:02:31Z", "-026-09-22T14:02:31Z",
    ]) func whatIsNoTimeIsNotRead(_ text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test func everyDayIsReadBack() throws {
        for day in stride(from: Int64(0), to: 106_000, by: 1) {
            let time = Timestamp(nanoseconds: day * 86_400_000_000_000)
            #expect(Timestamp(iso8601: "\(time.date)T00:00:00Z") == time)
        }
    }
}
