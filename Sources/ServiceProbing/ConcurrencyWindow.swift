/// How many probes may be in flight: shrinks at once when the system has no more to give, grows back with what ends.
struct ConcurrencyWindow: Sendable {
    private let maximum: Int
    private(set) var limit: Int
    private var endedSinceGrowth = 0

    init(maximum: Int) {
        self.maximum = max(1, maximum)
        limit = self.maximum
    }

    /// With this many in flight, one more could not be started. A quarter is left to the rest of the process.
    mutating func shrink(inFlight: Int) {
        limit = min(maximum, max(1, inFlight - inFlight / 4))
        endedSinceGrowth = 0
    }

    mutating func probeEnded() {
        guard limit < maximum else { return }
        endedSinceGrowth += 1
        guard endedSinceGrowth >= 4 else { return }
        endedSinceGrowth = 0
        limit += 1
    }
}
