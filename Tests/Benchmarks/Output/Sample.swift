/// Measured values of one thing.
struct Sample: Sendable {
    private let sorted: [Double]

    /// Nil without values.
    init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        sorted = values.sorted()
    }

    var median: Double { percentile(50) }
    var least: Double { sorted.first ?? 0 }
    var most: Double { sorted.last ?? 0 }
    var count: Int { sorted.count }

    /// The nearest rank: one of the values.
    func percentile(_ share: Double) -> Double {
        let rank = Int((Double(sorted.count) * share / 100).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }

    /// `1.93 [1.80 … 2.31]`
    func text(_ digits: Int) -> String {
        "\(median.text(digits)) [\(least.text(digits)) … \(most.text(digits))]"
    }
}

extension Double {
    /// With so many digits behind the point.
    func text(_ digits: Int) -> String {
        guard isFinite, magnitude < 1e12 else { return "\(self)" }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let value = Int((magnitude * scale).rounded())
        let sign = self < 0 && value != 0 ? "-" : ""
        guard digits > 0 else { return sign + value.grouped }
        let (whole, rest) = value.quotientAndRemainder(dividingBy: Int(scale))
        let fraction = String(rest)
        return sign + whole.grouped + "." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}

extension Int {
    /// `1,350,643`
    var grouped: String {
        let digits = Array(String(magnitude))
        var text = self < 0 ? "-" : ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    var mebibytes: Double { Double(self) / 1_048_576 }
}
