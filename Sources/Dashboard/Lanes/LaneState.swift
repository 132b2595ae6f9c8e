import ServiceCatalog
import Terminal

/// What an instance was to its service's clients for a while.
enum LaneState: Hashable, Sendable {
    /// Nobody knows: it was not there yet, or nobody had looked.
    case blank
    /// In the best tier that has someone who serves.
    case serving
    /// Would serve if the better tiers did not.
    case standby
    case down
    case gone
    /// What has a sign of its own: failing, slow, flapping, not verified.
    case other(Status)

    init(_ status: Status?, isInServingTier: Bool) {
        self =
            switch status {
            case nil: .blank
            case .up, .dormant: isInServingTier ? .serving : .standby
            case .down, .stale, .dangling: .down
            case .withdrawn: .gone
            case .some(let status): .other(status)
            }
    }

    /// In either repertoire another glyph for each: colour only repeats it.
    func span(_ theme: Theme, _ repertoire: Repertoire) -> Span {
        switch self {
        case .blank: Span(" ", theme[.text])
        case .serving: Span("▇", theme[.laneServing])
        case .standby: Span("▒", theme[.laneStandby])
        case .down: Span("·", theme[.laneDown])
        case .gone: Span("x", theme[.removed])
        case .other(let status): Span(theme.sign(of: status, in: repertoire), theme[status])
        }
    }
}
