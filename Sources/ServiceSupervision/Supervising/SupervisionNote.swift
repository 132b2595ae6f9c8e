/// What the supervision of a program has to say, in a line.
package enum SupervisionNote: Hashable, Sendable, CustomStringConvertible {
    case notStarted(SpawnError)
    case ready(after: Duration)
    case notReady(in: Duration)
    case ended(ProcessEnd)
    case startsAgain(RestartPacing.Pause)
    case notStartedAgain(Int32)
    case leaving(Int32)
    case killing
    /// Somebody else, of this user, has the port that the program was to listen at.
    case portTaken(UInt16, user: UInt32)
    case cannotHear(NotifySocketError)
    /// The records could not be withdrawn.
    case notWithdrawn(String)

    package var description: String {
        switch self {
        case .notStarted(let error): "\(error)"
        case .ready(let duration): "the program is ready after \(Self.text(duration))"
        case .notReady(let duration): "the program has not become ready in \(Self.text(duration)): it is told to end"
        case .ended(let end): "the program \(end)"
        case .startsAgain(.backoff(let duration)): "it starts again in \(Self.text(duration))"
        case .startsAgain(.suspension(let duration)):
            "it ends again and again: it is suspended, and starts again in \(Self.text(duration))"
        case .notStartedAgain(let signal): "\(SignalName(signal)): the program is not started again"
        case .leaving(let signal): "\(SignalName(signal)): the records go first, then the program is told"
        case .killing: "the program is killed"
        case .portTaken(let port, let user): "port \(port) is another program's, of user \(user)"
        case .cannotHear(let error): "\(error)"
        case .notWithdrawn(let reason): "the records stay until their lease runs out: \(reason)"
        }
    }

    private static func text(_ duration: Duration) -> String { BriefDuration(duration).description }
}
