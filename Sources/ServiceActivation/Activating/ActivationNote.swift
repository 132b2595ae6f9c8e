import ServiceSupervision

/// What happens to a service, in a line.
package enum ActivationNote: Hashable, Sendable, CustomStringConvertible {
    case wanted
    case asked
    case taken
    case upgrading
    case upgraded(after: Duration)
    /// The new process has ended, or was not ready in time; the old one goes on.
    case notUpgraded(ProcessEnd?)
    case ready(after: Duration)
    case notReady(in: Duration)
    case notStarted(SpawnError)
    /// Before it was ready.
    case endedEarly(ProcessEnd?)
    case ended(ProcessEnd?)
    case idle
    case stopped
    case standInEnds
    case killing
    case dormant
    case triesAgain(RestartPacing.Pause)
    /// The pause is over.
    case mayStart
    /// So many waiting clients were let go.
    case dismissed(Int)
    /// Connections that were closed since their address has so many already.
    case tooManyOfSource(String)
    case full(Int)
    case stored(String, of: Int)
    case notStored(String)
    case cannotHear(NotifySocketError)
    case trouble(String)

    /// Whether it says why a service is in its state. What is said besides follows from that, or is about something else.
    var explainsState: Bool {
        switch self {
        case .triesAgain, .mayStart, .dismissed, .killing, .stored, .notStored, .cannotHear, .tooManyOfSource, .full:
            false
        default: true
        }
    }

    package var description: String {
        switch self {
        case .wanted: "a client has come: it starts"
        case .asked: "somebody has asked: it starts"
        case .taken: "another process has taken the sockets"
        case .upgrading: "a new process starts beside the one that runs"
        case .upgraded(let duration):
            "the new process is ready after \(Self.text(duration)): the old one is told to end"
        case .notUpgraded(let end?): "the new process \(end) before it was ready: the old one goes on"
        case .notUpgraded(nil): "the new process has not become ready: the old one goes on"
        case .ready(let duration): "ready after \(Self.text(duration))"
        case .notReady(let duration): "not ready in \(Self.text(duration)): it is told to end"
        case .notStarted(let error): "\(error)"
        case .endedEarly(let end): "its process \(Self.text(end)) before it was ready"
        case .ended(let end): "its process \(Self.text(end))"
        case .idle: "nobody is connected any more: it is told to end"
        case .stopped: "somebody has asked: it is told to end"
        case .standInEnds: "it is told to end, with its stand-in"
        case .killing: "its process is killed"
        case .dormant: "it is dormant again"
        case .triesAgain(.backoff(let duration)): "the next try is in \(Self.text(duration)); clients wait"
        case .triesAgain(.suspension(let duration)):
            "it fails again and again: it is suspended, and comes back in \(Self.text(duration))"
        case .mayStart: "the pause is over: it starts for the next client"
        case .dismissed(let count): "\(count) waiting \(count == 1 ? "client is" : "clients are") let go"
        case .tooManyOfSource(let source): "\(source) has too many connections: another one is closed"
        case .full(let count): "\(count) connections are served at a time: further clients wait"
        case .stored(let name, let count): "'\(name)' is kept for its next run (\(count) in all)"
        case .notStored(let name): "'\(name)' is not kept: no more descriptors may be"
        case .cannotHear(let error): "\(error)"
        case .trouble(let text): text
        }
    }

    private static func text(_ end: ProcessEnd?) -> String { end?.description ?? "has ended" }

    private static func text(_ duration: Duration) -> String { BriefDuration(duration).description }
}
