/// What a service says of its own state (sd_notify).
package struct ServiceNotification: Hashable, Sendable {
    package var isReady = false
    /// It is about to end by itself: nobody is to come any more.
    package var isStopping = false
    /// In its own words, for people.
    package var status: String?
    /// It needs this much longer, from now on, for what it is at: starting or stopping.
    package var moreTime: Duration?

    /// What systemd takes at most.
    static let longestMessage = 4096
    private static let longestStatus = 256

    /// - Parameter message: `VARIABLE=VALUE`, a line each. What is not understood is passed over, as systemd does.
    init(_ message: some Collection<UInt8>) {
        for line in String(decoding: message, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            switch (parts[0], parts[1]) {
            case ("READY", "1"): isReady = true
            case ("STOPPING", "1"): isStopping = true
            case ("STATUS", let text): status = String(text.prefix(Self.longestStatus))
            case ("EXTEND_TIMEOUT_USEC", let text):
                // No longer than a day, whatever is asked for.
                moreTime = UInt64(text).map { .microseconds(min($0, 86_400_000_000)) }
            default: continue
            }
        }
    }
}
