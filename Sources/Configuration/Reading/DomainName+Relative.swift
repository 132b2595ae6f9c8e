import DNSCore
import TOML

extension DomainName {
    /// A name in a zone; one that does not end with the zone's name is taken as relative to it.
    ///
    /// nil for what is no name, or lies elsewhere.
    package init?(_ text: String, in apex: DomainName) {
        guard let name = try? DomainName(text) else { return nil }
        if name.isEqualOrBelow(apex) {
            self = name
        } else if let below = try? DomainName(text, origin: apex), below.isEqualOrBelow(apex) {
            self = below
        } else {
            return nil
        }
    }
}

extension ValueKind<DomainName> {
    static func name(in apex: DomainName) -> ValueKind {
        ValueKind(
            expectation: "a name in \(apex)",
            read: { if case .string(let text) = $0 { DomainName(text, in: apex) } else { nil } },
            violatedRange: { _ in nil }, text: { TOMLText.string($0.description) })
    }
}
