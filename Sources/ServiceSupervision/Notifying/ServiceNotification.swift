/// What a service says of its own state (sd_notify).
package struct ServiceNotification: Hashable, Sendable {
    package var isReady = false
    /// It is about to end by itself: nobody is to come any more.
    package var isStopping = false
    /// In its own words, for people.
    package var status: String?
    /// What it has sent along is to be kept for its next run (FDSTORE=1), or is to be let go of (FDSTOREREMOVE=1); by a name.
    package var storing: Storing?
    /// It needs this much longer, from now on, for what it is at: starting or stopping.
    package var moreTime: Duration?

    package enum Storing: Hashable, Sendable {
        case store(name: String)
        case remove(name: String)
    }

    /// What systemd takes at most.
    static let longestMessage = 4096
    private static let longestStatus = 256
    /// As systemd calls what has no name.
    private static let usualStoredName = "stored"

    /// As sd_pid_notify_with_fds(3) has it.
    private static func isDescriptorName(_ text: Substring) -> Bool {
        (1...255).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: ":") }
    }

    /// - Parameter message: `VARIABLE=VALUE`, a line each. What is not understood is passed over, as systemd does.
    init(_ message: some Collection<UInt8>) {
        var stores = false
        var removes = false
        var name = Self.usualStoredName
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
            case ("FDSTORE", "1"): stores = true
            case ("FDSTOREREMOVE", "1"): removes = true
            case ("FDNAME", let text) where Self.isDescriptorName(text): name = String(text)
            default: continue
            }
        }
        if removes { storing = .remove(name: name) } else if stores { storing = .store(name: name) }
    }
}
