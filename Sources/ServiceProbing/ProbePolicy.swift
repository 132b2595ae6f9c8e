/// How often and how hard endpoints are probed, and what their answers add up to.
package struct ProbePolicy: Hashable, Sendable {
    /// From the start of one probe of an endpoint to the start of the next.
    package var interval: Duration
    /// How long an answer is waited for.
    package var timeout: Duration
    /// How far a delay is moved at random either way, as a fraction of it: 0 to 0.5.
    package var jitter: Double
    /// Failures in a row that make `down`.
    package var fallAfter: Int
    /// Answers in a row that make `up` again after `down`.
    package var riseAfter: Int
    /// The interval while an endpoint is `suspect` or `recovering`.
    package var suspectInterval: Duration
    /// The interval once an endpoint has been `down` for `longDownAfter`.
    package var longDownInterval: Duration
    package var longDownAfter: Duration
    /// Probes in flight at once; fewer where the process may not open that many descriptors.
    package var concurrency: Int
    /// Probes in flight at once to one address.
    package var concurrencyPerHost: Int
    /// An answer that took longer is slow.
    package var slowLimit: Duration?
    /// An endpoint that stopped or began to be `up` more often than this within `flapWindow` is flapping.
    package var flapThreshold: Int
    package var flapWindow: Duration
    /// The pause between the probes of one endpoint in a sweep, which waits for verdicts.
    package var sweepRetryInterval: Duration

    package init(
        interval: Duration = .seconds(10), timeout: Duration = .seconds(2), jitter: Double = 0.1,
        fallAfter: Int = 3, riseAfter: Int = 2,
        suspectInterval: Duration = .seconds(1),
        longDownInterval: Duration = .seconds(30), longDownAfter: Duration = .seconds(300),
        concurrency: Int = 4096, concurrencyPerHost: Int = 64,
        slowLimit: Duration? = nil,
        flapThreshold: Int = 8, flapWindow: Duration = .seconds(600),
        sweepRetryInterval: Duration = .milliseconds(200)
    ) {
        self.interval = interval
        self.timeout = timeout
        self.jitter = jitter
        self.fallAfter = fallAfter
        self.riseAfter = riseAfter
        self.suspectInterval = suspectInterval
        self.longDownInterval = longDownInterval
        self.longDownAfter = longDownAfter
        self.concurrency = concurrency
        self.concurrencyPerHost = concurrencyPerHost
        self.slowLimit = slowLimit
        self.flapThreshold = flapThreshold
        self.flapWindow = flapWindow
        self.sweepRetryInterval = sweepRetryInterval
    }
}
