/// How it is known that a program is ready. `READY=1` by sd_notify is believed whatever is chosen.
package enum Readiness: Sendable {
    /// The program says so (sd_notify).
    case notification
    /// It takes a connection off each of the sockets that it was given, or listens at each of its ports. What it does with
    /// a UDP socket that it was given cannot be seen: there, it is ready at once.
    case listening
    /// It answers.
    case probe(@Sendable () async -> Bool)
    /// It runs.
    case execution
}
