/// Numbers as the screen writes them.
enum Numbers {
    /// `1,000,000`
    static func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// `1 service`, `2 services`
    static func counted(_ number: Int, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `640 kB`, `31 MB`
    static func bytes(_ count: Int) -> String {
        let units = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)]
        guard let (unit, size) = units.first(where: { count >= $0.1 }) else { return "\(count) B" }
        let tenths = count / (size / 10)
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10) \(unit)" : "\(tenths / 10) \(unit)"
    }

    /// A rate to two digits, so that it rests while nothing much changes: `0.4/s`, `31/s`, `320/s`.
    static func rate(_ perSecond: Double) -> String {
        guard perSecond.isFinite, perSecond > 0 else { return "0/s" }
        if perSecond < 9.95 {
            let tenths = Int((perSecond * 10).rounded())
            return tenths == 0 ? "<0.1/s" : "\(tenths / 10).\(tenths % 10)/s"
        }
        var (value, scale) = (min(perSecond, 1e12), 1.0)
        while value >= 99.5 { (value, scale) = (value / 10, scale * 10) }
        return "\(grouped(Int(value.rounded() * scale)))/s"
    }

    /// A round trip: `0.4ms`, `14ms`, `1.2s`.
    static func roundTrip(microseconds: UInt32) -> String {
        switch microseconds {
        case ..<9_950:
            let tenths = max(1, (microseconds + 50) / 100)
            return "\(tenths / 10).\(tenths % 10)ms"
        case ..<999_500:
            return "\((microseconds + 500) / 1000)ms"
        default:
            let tenths = (microseconds / 1000 + 50) / 100
            return "\(tenths / 10).\(tenths % 10)s"
        }
    }

    /// Whole percent; only nothing is 0 and only all is 100.
    static func percent(_ share: Double) -> Int {
        guard share > 0 else { return 0 }
        return share >= 1 ? 100 : min(99, max(1, Int((share * 100).rounded())))
    }
}
