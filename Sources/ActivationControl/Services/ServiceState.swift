/// What a service is doing, as its stand-in sees it.
public enum ServiceState: String, CaseIterable, Hashable, Sendable {
    /// The stand-in listens; nothing runs.
    case dormant
    case starting
    /// Its process is ready, or is believed to be.
    case active
    /// It has been told to end, or has said that it ends.
    case stopping
    /// A start has failed; the next try comes after a pause. Clients wait.
    case waiting
    /// Starts have failed again and again; nothing is tried for a while.
    case suspended
}
