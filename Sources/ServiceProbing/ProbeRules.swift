import ServiceCatalog

/// A policy in the units that the loop counts in (nanoseconds), held within bounds that keep it sane.
struct ProbeRules: Sendable {
    let interval: Int64
    let timeout: Int64
    /// 0 to 0.5.
    let jitter: Double
    let fallAfter: Int
    let riseAfter: Int
    let suspectInterval: Int64
    let longDownInterval: Int64
    let longDownAfter: Int64
    let concurrency: Int
    let concurrencyPerHost: Int
    /// Microseconds.
    let slowLimit: UInt32?
    let flapThreshold: Int
    /// An eighth of the window: the resolution of `ChangeWindow`.
    let flapStep: Int64
    let sweepRetryInterval: Int64

    init(_ policy: ProbePolicy) {
        let shortest = Duration.milliseconds(1)
        let longest = Duration.seconds(30 * 86_400)
        func held(_ duration: Duration) -> Int64 { min(max(duration, shortest), longest).wholeNanoseconds }
        interval = held(policy.interval)
        timeout = held(policy.timeout)
        jitter = policy.jitter.isNaN ? 0 : min(max(policy.jitter, 0), 0.5)
        // A run of probes is counted in seven bits.
        fallAfter = min(max(policy.fallAfter, 1), 100)
        riseAfter = min(max(policy.riseAfter, 1), 100)
        suspectInterval = min(held(policy.suspectInterval), interval)
        longDownInterval = max(held(policy.longDownInterval), interval)
        longDownAfter = held(policy.longDownAfter)
        concurrency = min(max(policy.concurrency, 1), 1 << 20)
        concurrencyPerHost = min(max(policy.concurrencyPerHost, 1), 1 << 20)
        slowLimit = policy.slowLimit.map { UInt32(clamping: held($0) / 1000) }
        flapThreshold = min(max(policy.flapThreshold, 1), 100)
        flapStep = max(held(policy.flapWindow) / Int64(ChangeWindow.stepCount), 1)
        sweepRetryInterval = held(policy.sweepRetryInterval)
    }

    /// How long after the start of a probe the next one starts, before jitter.
    func delay(after history: ProbeHistory, at now: Timestamp) -> Int64 {
        switch history.verdict {
        case .suspect, .recovering: suspectInterval
        case .down where isLongDown(history, at: now): longDownInterval
        case .down, .up, .unknown: interval
        }
    }

    private func isLongDown(_ history: ProbeHistory, at now: Timestamp) -> Bool {
        now.nanoseconds &- history.verdictSince.nanoseconds >= longDownAfter
    }

    /// A delay moved at random by up to `jitter` of it.
    func jittered(_ delay: Int64, using generator: inout some RandomNumberGenerator) -> Int64 {
        guard jitter > 0 else { return delay }
        return Int64(Double(delay) * Double.random(in: (1 - jitter)...(1 + jitter), using: &generator))
    }

    /// The delay after an endpoint's first probe: anywhere in a stretch as long as the interval, so that a batch which
    /// was added at once is spread evenly from its second round on.
    func spread(_ delay: Int64, using generator: inout some RandomNumberGenerator) -> Int64 {
        Int64(Double(delay) * Double.random(in: 0.25...1.25, using: &generator))
    }
}

extension Duration {
    /// Whole nanoseconds of a span short enough to be said so: anything up to 292 years.
    fileprivate var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
