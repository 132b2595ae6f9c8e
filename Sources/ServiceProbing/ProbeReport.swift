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
    /// Kept apart: most reports have none.
    private var box: EvidenceBox?

    /// What the probe saw of who answered; nil where it saw nothing of it.
    package var evidence: PeerEvidence? {
        get { box?.evidence }
        set { box = newValue.map(EvidenceBox.init) }
    }

    package init(
        id: UInt32, endpoint: Endpoint, observation: Observation, verdict: Verdict, verdictSince: Timestamp,
        failuresInARow: UInt8 = 0, answersInARow: UInt8 = 0, isFlapping: Bool = false, isSlow: Bool = false,
        lastAnswer: Timestamp? = nil, evidence: PeerEvidence? = nil
    ) {
        self.id = id
        self.endpoint = endpoint
        self.observation = observation
        self.verdict = verdict
        self.verdictSince = verdictSince
        self.failuresInARow = failuresInARow
        self.answersInARow = answersInARow
        self.isFlapping = isFlapping
        self.isSlow = isSlow
        self.lastAnswer = lastAnswer
        box = evidence.map(EvidenceBox.init)
    }
}

private final class EvidenceBox: Hashable, Sendable {
    let evidence: PeerEvidence

    init(_ evidence: PeerEvidence) { self.evidence = evidence }

    static func == (a: EvidenceBox, b: EvidenceBox) -> Bool { a.evidence == b.evidence }

    func hash(into hasher: inout Hasher) { hasher.combine(evidence) }
}
