import DNSCore
import ServiceCatalog

/// What an event has to have: words, anywhere in what is shown of it, and terms such as `status:down` or `service:ldap`;
/// all of them, and none of those behind `!`.
struct EventQuery: Hashable, Sendable {
    private enum Field: String {
        case status, service, instance, zone, reason

        init?(word: some StringProtocol) {
            switch word.lowercased() {
            case "status", "state", "kind", "event": self = .status
            case "target": self = .instance
            case let word:
                guard let field = Field(rawValue: word) else { return nil }
                self = field
            }
        }
    }

    private struct Term: Hashable, Sendable {
        var field: Field?
        /// One of these.
        var patterns: [TextPattern]
        var isOpposite: Bool
    }

    let text: String
    private let terms: [Term]

    private static let mostTerms = 16

    init(_ text: String) {
        self.text = text
        terms = text.split(separator: " ").prefix(Self.mostTerms).compactMap(Self.term)
    }

    /// nil while nothing can be told from it: `!`, `status:`.
    private static func term(_ word: Substring) -> Term? {
        let isOpposite = word.first == "!"
        let word = isOpposite ? word.dropFirst() : word
        let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let field = Field(word: parts[0]) else {
            return word.isEmpty ? nil : Term(field: nil, patterns: [pattern(word)], isOpposite: isOpposite)
        }
        let values = parts[1].split(separator: ",")
        guard !values.isEmpty else { return nil }
        let words = field == .status ? values.flatMap(kinds) : values
        return Term(field: field, patterns: words.map(pattern), isOpposite: isOpposite)
    }

    /// What a status of the table is called when an event brings it about.
    private static func kinds(_ status: Substring) -> [Substring] {
        switch status.lowercased() {
        case "up": ["recovered"]
        case "problem", "problems": ["suspect", "down"]
        default: [status]
        }
    }

    private static func pattern(_ word: Substring) -> TextPattern {
        TextPattern(word.enumerated().map { FilterCharacter(value: $1, isQuoted: true, position: $0) })
    }

    var isEmpty: Bool { terms.isEmpty }

    func matches(_ event: Event) -> Bool {
        guard !terms.isEmpty else { return true }
        return terms.allSatisfy { term in
            let text = Self.text(of: event, term.field)
            return term.patterns.contains { $0.matches(text) } != term.isOpposite
        }
    }

    private static func text(of event: Event, _ field: Field?) -> String {
        switch field {
        case nil: EventText.line(event)
        case .status: event.kind.name
        case .service: event.service.description
        case .instance: event.instance
        case .zone: event.zone.description
        case .reason: EventLine(event).text
        }
    }
}
