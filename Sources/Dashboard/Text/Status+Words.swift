import ServiceCatalog
import Terminal

extension Status {
    /// What a theme calls the status.
    var themeName: StatusName { Self.themeNames[Int(rawValue)] }

    private static let themeNames = allCases.map { StatusName(name: $0.name) ?? .unknown }

    /// The status's exact meaning, as the help explains it.
    var meaning: String {
        switch self {
        case .impostor: "answers, but is not who the record says"
        case .down: "the last probes of every address failed"
        case .stale: "down for long, or its lease ran out"
        case .dangling: "the target has no address, or is an alias"
        case .flapping: "changes its state all the time"
        case .suspect: "failing, not yet often enough to be down"
        case .degraded: "some of its addresses fail, or it is slow"
        case .unknown: "not probed, or the data is too old"
        case .up: "answered within the last interval"
        case .dormant: "its stand-in listens: starts on first use"
        case .unavailable: "target “.”: decidedly not offered"
        case .withdrawn: "gone, until caches have let go"
        }
    }
}

extension Theme {
    subscript(status: Status) -> Style { self[status.themeName] }

    func sign(of status: Status, in repertoire: Repertoire) -> String { sign(of: status.themeName, in: repertoire) }

    /// The status's colour for a text that goes with it: without attributes and background.
    func tint(of status: Status) -> Style {
        let style = self[status]
        return Style(style.background == .default ? style.foreground : style.background)
    }
}
