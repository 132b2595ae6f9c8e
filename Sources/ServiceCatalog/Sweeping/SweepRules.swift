/// What a sweep may withdraw.
package struct SweepRules: Hashable, Sendable {
    /// More than this of what is probed must not be down at once: then it is rather the prober that is cut off.
    package enum Most: Hashable, Sendable {
        case count(Int)
        /// Of all instances of the zone that could be probed.
        case percent(Int)
    }

    /// Down for at least as long.
    package var staleFor: Duration
    package var most: Most
    /// Whether a service may lose all that it has.
    package var takesLast: Bool

    package init(staleFor: Duration, most: Most = .percent(50), takesLast: Bool = false) {
        self.staleFor = staleFor
        self.most = most
        self.takesLast = takesLast
    }
}

extension SweepRules.Most {
    /// `20%` or `3`; nil for anything else.
    package init?(_ text: String) {
        let digits = text.last == "%" ? text.dropLast() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits) else {
            return nil
        }
        guard digits.count < text.count else {
            self = .count(number)
            return
        }
        guard number <= 100 else { return nil }
        self = .percent(number)
    }

    func allows(_ count: Int, of total: Int) -> Bool {
        switch self {
        case .count(let most): count <= most
        case .percent(let percent): count * 100 <= total * percent
        }
    }
}

extension SweepRules.Most: CustomStringConvertible {
    package var description: String {
        switch self {
        case .count(let count): "\(count)"
        case .percent(let percent): "\(percent)%"
        }
    }
}
