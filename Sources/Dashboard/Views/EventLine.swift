import ServiceCatalog
import Terminal

/// An event in words.
struct EventLine {
    let event: Event

    init(_ event: Event) { self.event = event }

    static let longestWord = 10

    var word: String { event.kind.name }
    var paddedWord: String { word + String(repeating: " ", count: max(0, Self.longestWord - word.count)) }

    var text: String {
        switch event.kind {
        case .registered, .recovered, .withdrawn: event.reason == .withdrawn ? "" : event.reason.description
        case .changed(let what), .impostor(let what), .started(let what), .stopped(let what), .startFailed(let what),
            .suspended(let what):
            what
        case .suspect, .down: event.reason.description
        case .failover(let failover): "\(Self.servers(failover.before)) → \(Self.servers(failover.after))"
        }
    }

    /// The same, with a shorter reason where there is no room for it in full.
    func text(within width: Int) -> String {
        switch event.kind {
        case .registered, .recovered, .withdrawn, .suspect, .down:
            text.isEmpty ? "" : event.reason.fitting(width)
        case .impostor: text.count <= width ? text : event.reason.fitting(width)
        case .changed, .failover, .started, .stopped, .startFailed, .suspended: text
        }
    }

    /// Whether the text says which instances it is about.
    var namesInstances: Bool { if case .failover = event.kind { true } else { false } }

    static func servers(_ servers: [Failover.Server]) -> String {
        let shown = servers.prefix(3).map { "\($0.instance) \(Numbers.percent($0.share))%" }.joined(separator: ", ")
        return servers.isEmpty ? "nobody" : servers.count > 3 ? shown + " …" : shown
    }

    func sign(_ theme: Theme, _ repertoire: Repertoire) -> String {
        switch event.kind {
        case .registered: "+"
        case .changed: "~"
        case .withdrawn: theme.sign(of: Status.withdrawn, in: repertoire)
        case .suspect: theme.sign(of: Status.suspect, in: repertoire)
        case .down: theme.sign(of: Status.down, in: repertoire)
        case .impostor: theme.sign(of: Status.impostor, in: repertoire)
        case .recovered: theme.sign(of: Status.up, in: repertoire)
        case .failover: repertoire == .ascii ? ">" : "→"
        case .started: theme.sign(of: Status.up, in: repertoire)
        case .stopped: theme.sign(of: Status.dormant, in: repertoire)
        case .startFailed: theme.sign(of: Status.suspect, in: repertoire)
        case .suspended: theme.sign(of: Status.down, in: repertoire)
        }
    }

    func style(_ theme: Theme) -> Style {
        switch event.kind {
        case .registered: theme[.added]
        case .changed: theme[.modified]
        case .withdrawn: theme[.removed]
        case .suspect: theme[Status.suspect]
        case .down: theme[Status.down]
        case .impostor: theme[Status.impostor]
        case .recovered: theme[Status.up]
        case .failover: theme[.title]
        case .started: theme[Status.up]
        case .stopped: theme[Status.dormant]
        case .startFailed: theme[Status.suspect]
        case .suspended: theme[Status.down]
        }
    }
}
