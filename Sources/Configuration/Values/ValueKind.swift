import DNSClient
import DNSCore
import TOML

/// What values a key takes, and how they are written.
package struct ValueKind<Value: Sendable & Hashable>: Sendable {
    /// What has to stand there, as in: must be `a duration like "10s"`.
    let expectation: String
    /// nil for a value of another type or form.
    let read: @Sendable (TOMLNode.Value) -> Value?
    /// nil where every value that can be read is in order, else what it has to lie between.
    let violatedRange: @Sendable (Value) -> String?
    /// As TOML writes it.
    let text: @Sendable (Value) -> String
}

extension ValueKind<Duration> {
    static func duration(_ range: ClosedRange<Duration>) -> ValueKind {
        ValueKind(
            expectation: "a duration like \"10s\", \"500ms\" or \"2m\"",
            read: { if case .string(let text) = $0 { DurationText.parse(text) } else { nil } },
            violatedRange: {
                let (least, most) = (DurationText.text(range.lowerBound), DurationText.text(range.upperBound))
                return range.contains($0) ? nil : "between \"\(least)\" and \"\(most)\""
            },
            text: { TOMLText.string(DurationText.text($0)) })
    }
}

extension ValueKind<Int> {
    static func integer(_ range: ClosedRange<Int>) -> ValueKind {
        ValueKind(
            expectation: "an integer",
            read: { if case .integer(let number) = $0 { number } else { nil } },
            violatedRange: { range.contains($0) ? nil : "between \(range.lowerBound) and \(range.upperBound)" },
            text: { String($0) })
    }
}

extension ValueKind<Double> {
    static func number(_ range: ClosedRange<Double>) -> ValueKind {
        ValueKind(
            expectation: "a number",
            read: {
                switch $0 {
                case .number(let number): number
                case .integer(let number): Double(number)
                default: nil
                }
            },
            violatedRange: { range.contains($0) ? nil : "between \(range.lowerBound) and \(range.upperBound)" },
            text: { String($0) })
    }
}

extension ValueKind<Bool> {
    static let boolean = ValueKind(
        expectation: "true or false", read: { if case .boolean(let truth) = $0 { truth } else { nil } },
        violatedRange: { _ in nil }, text: { String($0) })
}

extension ValueKind<String> {
    static let string = ValueKind(
        expectation: "a string", read: { if case .string(let text) = $0, !text.isEmpty { text } else { nil } },
        violatedRange: { _ in nil }, text: TOMLText.string)
}

extension ValueKind where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of a few words.
    static func choice() -> ValueKind {
        let names = Value.allCases.map { TOMLText.string($0.rawValue) }
        return ValueKind(
            expectation: names.dropLast().joined(separator: ", ") + " or " + (names.last ?? ""),
            read: { if case .string(let text) = $0 { Value(rawValue: text) } else { nil } },
            violatedRange: { _ in nil }, text: { TOMLText.string($0.rawValue) })
    }
}

extension ValueKind<ServerAddress> {
    static let address = ValueKind(
        expectation: "an address like \"192.0.2.1\", \"ns1.example:5353\" or \"[2001:db8::1]:53\"",
        read: { if case .string(let text) = $0 { try? ServerAddress(text) } else { nil } },
        violatedRange: { _ in nil }, text: { TOMLText.string($0.description) })
}

extension ValueKind {
    /// The same, or `"off"` for nothing.
    static func optional<Wrapped>(_ kind: ValueKind<Wrapped>) -> ValueKind where Value == Wrapped? {
        ValueKind(
            expectation: "\(kind.expectation), or \"off\"",
            read: { value -> Value? in
                if value == .string("off") { return .some(nil) }
                return kind.read(value).map { .some($0) }
            },
            violatedRange: { $0.flatMap(kind.violatedRange) },
            text: { $0.map(kind.text) ?? TOMLText.string("off") })
    }

    /// A list of such values; a single one may stand without brackets.
    static func list<Element>(of kind: ValueKind<Element>) -> ValueKind where Value == [Element] {
        ValueKind(
            expectation: "a list, each \(kind.expectation)",
            read: { value in
                guard case .list(let nodes) = value else { return kind.read(value).map { [$0] } }
                let elements = nodes.compactMap { kind.read($0.value) }
                return elements.count == nodes.count ? elements : nil
            },
            violatedRange: { $0.lazy.compactMap(kind.violatedRange).first },
            text: { "[" + $0.map(kind.text).joined(separator: ", ") + "]" })
    }
}

extension ValueKind<DomainName> {
    static let name = ValueKind(
        expectation: "a domain name",
        read: { if case .string(let text) = $0 { try? DomainName(text) } else { nil } },
        violatedRange: { _ in nil }, text: { TOMLText.string($0.description) })
}
