import ServiceCatalog

/// What a probe found and what it adds up to with those before it.
package struct ProbeReport: Hashable, Sendable {
    package var id: UInt32
    /// What was probed. A report may still be on its way when its id is given to another endpoint: compare.
    package var endpoint: Endpoint
    package var observation: Observation
    package var verdict: Verdict
    /// When the verdict became what it is; `distantPast` while it is `unknown`.
    package var verdictSince: Timestamp
    /// Held at 127. One of the two is always 0.
    package var failuresInARow: UInt8
    package var answersInARow: UInt8
    package var isFlapping: Bool
    /// This probe was answered, but took longer than the policy's limit.
    package var isSlow: Bool
    package var lastAnswer: Timestamp?
}
