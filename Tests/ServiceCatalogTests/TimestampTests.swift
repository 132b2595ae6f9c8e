import ServiceCatalog
import Testing

@Suite("Time")
struct TimestampTests {
    @Test(
        "is written as ISO 8601 has it",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_400_250_000_000, "2000-02-29T00:00:00.250Z"),
            (1_790_085_751_999_000_000, "2026-09-22T14:02:31.999Z"), (-1, "1969-12-31T23:59:59.999Z"),
        ])
    func text(nanoseconds: Int64, expected: String) {
        #expect(Timestamp(nanoseconds: nanoseconds).description == expected)
    }

    @Test("never overflows")
    func bounds() {
        #expect(Timestamp(nanoseconds: .max).advanced(by: .seconds(5)) == Timestamp(nanoseconds: .max))
        #expect(Timestamp(nanoseconds: .max).duration(since: .distantPast) == .zero)
        #expect(Timestamp(nanoseconds: 5).duration(since: Timestamp(nanoseconds: 9)) == .zero)
    }
}
