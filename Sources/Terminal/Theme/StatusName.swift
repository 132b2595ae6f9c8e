/// The statuses that a theme gives a look, by the names that everyone uses for them; worst first.
package enum StatusName: UInt8, CaseIterable, Sendable {
    case impostor
    case down
    case stale
    case dangling
    case flapping
    case suspect
    case degraded
    case unknown
    case up
    case dormant
    case unavailable
    case withdrawn

    package var name: String { "\(self)" }

    package init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}
