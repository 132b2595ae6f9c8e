import ServiceCatalog

/// What comes of a probe where there is no network.
package struct RehearsedAnswer: Hashable, Sendable {
    /// `none` for an answer; `timedOut` comes when the policy's timeout is over.
    package var failure: Reason
    package var after: Duration
    /// What is seen of who answers.
    package var evidence: PeerEvidence?

    package init(failure: Reason = .none, after: Duration, evidence: PeerEvidence? = nil) {
        self.failure = failure
        self.after = after
        self.evidence = evidence
    }
}

extension RehearsedAnswer {
    /// What is seen of it without a connection: nothing, where it is another host's.
    fileprivate mutating func look(elseConnects: Bool) {
        if failure == .refused {
            failure = .notListening
        } else if evidence?.listener ?? 0 == 0, !elseConnects {
            self = RehearsedAnswer(failure: .notWoken, after: .zero)
        }
    }
}

/// A prober on virtual time: the scheduler and the verdicts of the live one, with someone else to play the network.
package struct ProbeRehearsal: Sendable {
    private struct Ending: Sendable {
        var flight: UInt32
        var at: Timestamp
        var failure: Reason
        var evidence: PeerEvidence?
    }

    private var scheduler: ProbeScheduler
    private let timeout: Duration
    /// Of the probes under way, the next to end last.
    private var endings: [Ending] = []
    private var unsent: [ProbeReport] = []

    package init(policy: ProbePolicy, seed: UInt64, at now: Timestamp) {
        scheduler = ProbeScheduler(policy: policy, purpose: .watch, concurrency: .max, seed: seed, at: now)
        timeout = policy.timeout
    }

    package mutating func add(_ targets: [ProbeTarget], at now: Timestamp) {
        for target in targets {
            let (abandoned, report) = scheduler.add(target, at: now)
            forget(abandoned)
            if let report { unsent.append(report) }
        }
    }

    package mutating func remove(_ ids: [UInt32]) {
        for id in ids { forget(scheduler.remove(id)) }
    }

    package mutating func probeNow(_ ids: [UInt32]) {
        for id in ids { scheduler.probeNow(id) }
    }

    private mutating func forget(_ flight: Flight?) {
        guard let flight else { return }
        endings.removeAll { scheduler.flights[$0.flight].generation == flight.generation }
    }

    /// When `advance` has something to do next; nil for never.
    package func nextWake(at now: Timestamp) -> Timestamp? {
        guard unsent.isEmpty else { return now }
        guard let ending = endings.last?.at else { return scheduler.nextWake(at: now) }
        return min(ending, scheduler.nextWake(at: now) ?? ending)
    }

    /// Ends the probes whose time has come and starts those that are due.
    package mutating func advance(
        to now: Timestamp, answer: (Endpoint, Timestamp) -> RehearsedAnswer
    ) -> [ProbeReport] {
        var reports = unsent
        unsent = []
        while let ending = endings.last, ending.at <= now {
            endings.removeLast()
            if let report = end(ending) { reports.append(report) }
        }
        scheduler.advance(to: now)
        while let flight = scheduler.nextStart(at: now) {
            scheduler.launched(flight, descriptor: 0, nonce: 0, at: now)
            schedule(ending(of: flight, at: now, answer))
        }
        return reports
    }

    private func ending(
        of flight: UInt32, at now: Timestamp, _ answer: (Endpoint, Timestamp) -> RehearsedAnswer
    ) -> Ending {
        let endpoint = scheduler.endpoint(of: flight)
        guard endpoint.isProbeable else { return Ending(flight: flight, at: now, failure: .unreachable) }
        var answer = answer(endpoint, now)
        if !scheduler.kind(of: flight).usesTLS { answer.evidence?.certificate = nil }
        if scheduler.kind(of: flight).isLook { answer.look(elseConnects: scheduler.kind(of: flight) == .lookOrConnect) }
        let isLate = answer.failure == .timedOut || answer.after >= timeout
        return Ending(
            flight: flight, at: now.advanced(by: isLate ? timeout : answer.after),
            failure: isLate ? .timedOut : answer.failure, evidence: isLate ? nil : answer.evidence)
    }

    private mutating func schedule(_ ending: Ending) {
        let place = endings.firstIndex { $0.at <= ending.at } ?? endings.count
        endings.insert(ending, at: place)
    }

    private mutating func end(_ ending: Ending) -> ProbeReport? {
        let took = ending.at.duration(since: scheduler.flights[ending.flight].startedAt)
        let kind = scheduler.kind(of: ending.flight)
        return scheduler.finish(
            ending.flight,
            Observation(
                of: ending.evidence?.listener ?? 0 > 0 ? .look : kind, at: ending.at, failure: ending.failure,
                after: took),
            evidence: ending.evidence)
    }
}
