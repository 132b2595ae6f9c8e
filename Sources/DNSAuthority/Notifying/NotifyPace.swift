import NIOCore

/// How often a secondary is told, and how long it may take to answer (RFC 1996 section 3.6).
package struct NotifyPace: Hashable, Sendable {
    package var tries = 5
    /// After the first try; after each one more, twice as long.
    package var firstWait = Duration.seconds(1)
    /// Between two versions: changes that come closer together are told as one.
    package var gap = Duration.milliseconds(250)

    package init() {}

    var waits: [TimeAmount] {
        (0..<min(max(tries, 1), 16)).map { TimeAmount(bounded: firstWait * (1 << $0)) }
    }
}
