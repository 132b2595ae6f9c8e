/// A threshold as monitoring plugins take it: `10` alerts below 0 and above 10, `10:` below 10, `~:10` above 10, `10:20`
/// outside, `@10:20` inside; with `%` at the end it is a part of all instances.
package struct AlertRange: Hashable, Sendable {
    /// nil for as low as can be.
    private var low: Double?
    /// nil for as high as can be.
    private var high: Double?
    private var alertsInside = false
    private var isPercentage = false

    /// Nothing but zero is in order.
    package static let anything = AlertRange(low: 0, high: 0)

    private init(low: Double?, high: Double?) {
        self.low = low
        self.high = high
    }

    /// nil where the text is no range.
    package init?(_ text: String) {
        var rest = text[...]
        if rest.last == "%" {
            isPercentage = true
            rest.removeLast()
        }
        if rest.first == "@" {
            alertsInside = true
            rest.removeFirst()
        }
        let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first else { return nil }
        if parts.count == 1 {
            guard let number = Self.number(first) else { return nil }
            (low, high) = (0, number)
        } else {
            guard first == "~" || Self.number(first) != nil, parts[1].isEmpty || Self.number(parts[1]) != nil else {
                return nil
            }
            (low, high) = (Self.number(first), Self.number(parts[1]))
        }
        if let low, let high, low > high { return nil }
    }

    private static func number(_ text: Substring) -> Double? {
        guard !text.isEmpty, text.utf8.count <= 12, text.utf8.allSatisfy({ $0 == 0x2E || (0x30...0x39).contains($0) })
        else { return nil }
        return Double(text)
    }

    package func alerts(on value: Int, of total: Int) -> Bool {
        let value = isPercentage ? Double(value) * 100 / Double(max(1, total)) : Double(value)
        let isInside = (low.map { $0 <= value } ?? true) && (high.map { value <= $0 } ?? true)
        return isInside == alertsInside
    }

    /// The same range in instances, as performance data gives it.
    package func description(of total: Int) -> String {
        let factor = isPercentage ? Double(total) / 100 : 1
        let lower = low.map { Self.text($0 * factor) } ?? "~"
        let upper = high.map { Self.text($0 * factor) } ?? ""
        let range = low == 0 && high != nil ? upper : "\(lower):\(upper)"
        return alertsInside ? "@\(range)" : range
    }

    private static func text(_ number: Double) -> String {
        number == number.rounded() ? "\(Int(number))" : number.description
    }
}
