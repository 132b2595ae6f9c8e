/// Numbers with an optional fraction and unit, as a filter writes them: `80`, `50ms`, `1.5s`, `2h`.
enum Quantity {
    /// The value in the field's own unit: seconds or microseconds. A bare number is seconds, or milliseconds for round trips.
    static func parse(_ text: String, unit: FilterField.Unit) -> UInt64? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let suffix = text[digits.endIndex...].lowercased()
        guard let (numerator, denominator) = fraction(digits) else { return nil }
        guard unit != .none else { return suffix.isEmpty && denominator == 1 ? numerator : nil }
        let perUnit: UInt64 = unit == .seconds ? 1_000_000 : 1
        let fallback = unit == .seconds ? "s" : "ms"
        guard let scale = microseconds[suffix.isEmpty ? fallback : suffix] else { return nil }
        let (product, overflow) = numerator.multipliedReportingOverflow(by: scale)
        return overflow ? nil : product / denominator / perUnit
    }

    private static let microseconds: [String: UInt64] = [
        "us": 1, "µs": 1, "ms": 1000, "s": 1_000_000, "m": 60_000_000, "min": 60_000_000, "h": 3_600_000_000,
        "d": 86_400_000_000,
    ]

    /// A decimal number as a fraction of whole numbers; at most nine digits on either side of the point.
    private static func fraction(_ digits: Substring) -> (numerator: UInt64, denominator: UInt64)? {
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = number(parts[0]) else { return nil }
        guard parts.count == 2 else { return (whole, 1) }
        guard let decimals = number(parts[1]) else { return nil }
        let denominator = parts[1].reduce(UInt64(1)) { product, _ in product * 10 }
        return (whole * denominator + decimals, denominator)
    }

    private static func number(_ digits: Substring) -> UInt64? {
        (1...9).contains(digits.count) ? UInt64(digits) : nil
    }
}
