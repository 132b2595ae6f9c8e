import DNSCore

/// The one way to change what is served.
///
/// Updates wait in a queue. Those that wait together are carried out one after the other, each on what the one before has
/// made of the zone, and written in one transaction; only when that is on disk are they answered, and is the new version
/// there for queries. Without a disk, nothing has happened.
package actor UpdateQueue {
    private struct Waiting {
        var work: Work
        var answer: CheckedContinuation<UpdateAnswer, Never>
    }

    private enum Work {
        case update(UpdateRequest, UpdatePermission, key: DomainName?, LeaseOption?)
        /// Lets go what was not renewed.
        case sweep
        case create(ZoneContents)
        case drop(DomainName)

        /// Whether it shares a transaction with others.
        var isGrouped: Bool {
            switch self {
            case .update, .sweep: true
            case .create, .drop: false
            }
        }
    }

    private let store: AuthorityStore
    private let registry: ZoneRegistry
    private let settings: UpdateSettings
    private let now: @Sendable () -> UInt64
    private let changed: @Sendable (DomainName, Serial) -> Void
    private let started: UInt64

    /// Records that go in one update because nobody has renewed them.
    private static let mostEndingTogether = 1000

    private var zones: [DomainName: ServedZone] = [:]
    private var waiting: [Waiting] = []
    private var isAtWork = false
    package private(set) var statistics = UpdateStatistics()

    /// Reads everything that the store has, and publishes it.
    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - changed: told of each new version of a zone, when it is on disk and published.
    package init(
        _ store: AuthorityStore, publishingTo registry: ZoneRegistry, settings: UpdateSettings = UpdateSettings(),
        now: @escaping @Sendable () -> UInt64, changed: @escaping @Sendable (DomainName, Serial) -> Void = { _, _ in }
    ) async throws(AuthorityStoreError) {
        self.store = store
        self.registry = registry
        self.settings = settings
        self.now = now
        self.changed = changed
        started = now()
        for stored in try await store.zones() { serve(ServedZone(stored)) }
    }

    // MARK: - Asking

    /// Carries out an update.
    /// - Parameters:
    ///   - permission: what the requester may change (`AccessPolicy`).
    ///   - key: what the request was signed with.
    ///   - lease: for how long the requester wants what it adds to stay.
    /// - Returns: what is to be answered, when it is on disk.
    package func submit(
        _ request: UpdateRequest, permission: UpdatePermission, key: DomainName? = nil, lease: LeaseOption? = nil
    ) async -> UpdateAnswer {
        await wait(for: .update(request, permission, key: key, lease))
    }

    /// Deletes the records whose lease has ended, by updates like any other.
    package func sweepLeases() async {
        // An answer with a serial says that there may be more.
        while await wait(for: .sweep).serial != nil {}
    }

    /// Serves another zone.
    /// - Returns: NOERROR; SERVFAIL with a reason where it could not be stored, or is there already.
    package func create(_ zone: ZoneContents) async -> UpdateAnswer { await wait(for: .create(zone)) }

    /// Serves a zone no longer, and forgets it.
    package func drop(_ apex: DomainName) async -> UpdateAnswer { await wait(for: .drop(apex)) }

    private func wait(for work: Work) async -> UpdateAnswer {
        guard waiting.count < settings.mostWaiting else {
            statistics.turnedAway += 1
            return UpdateAnswer(code: .serverFailure, reason: "\(waiting.count) updates wait already")
        }
        return await withCheckedContinuation { continuation in
            waiting.append(Waiting(work: work, answer: continuation))
            guard !isAtWork else { return }
            isAtWork = true
            Task { await empty() }
        }
    }

    // MARK: - Working

    private func empty() async {
        while let first = waiting.first {
            if first.work.isGrouped {
                let group = waiting.prefix(settings.mostTogether).prefix { $0.work.isGrouped }
                waiting.removeFirst(group.count)
                await carryOut(group)
            } else {
                waiting.removeFirst()
                first.answer.resume(returning: await administrate(first.work))
            }
        }
        isAtWork = false
    }

    private func carryOut(_ group: ArraySlice<Waiting>) async {
        var answers = group.map { carryOut($0.work) }
        var commits: [ZoneCommit] = []
        for apex in Array(zones.keys) { if let commit = zones[apex]?.pending() { commits.append(commit) } }
        do throws(AuthorityStoreError) {
            if !commits.isEmpty { try await write(commits, together: group.count) }
            for (waiting, answer) in zip(group, answers) { count(answer, of: waiting.work) }
        } catch {
            // What the others were told would rest on what has not been written.
            statistics.failed += group.count
            statistics.lastFailure = error.description
            let failure = UpdateAnswer(code: .serverFailure, reason: error.description)
            answers = answers.map { _ in failure }
        }
        for (waiting, answer) in zip(group, answers) { waiting.answer.resume(returning: answer) }
    }

    private func write(_ commits: [ZoneCommit], together: Int) async throws(AuthorityStoreError) {
        do throws(AuthorityStoreError) {
            try await store.commit(commits)
        } catch {
            for commit in commits { zones[commit.apex]?.rollBack() }
            throw error
        }
        statistics.groups += 1
        statistics.largestGroup = max(statistics.largestGroup, together)
        for commit in commits {
            zones[commit.apex]?.settle()
            publish(commit.apex)
            if let newest = commit.changes.last { changed(commit.apex, newest.to) }
        }
    }

    private func count(_ answer: UpdateAnswer, of work: Work) {
        guard case .update = work else { return }
        switch (answer.code, answer.serial, answer.lease) {
        case (.noError, nil, nil): statistics.unchanged += 1
        case (.noError, _, _): statistics.carriedOut += 1
        default: statistics.refused += 1
        }
    }

    private func carryOut(_ work: Work) -> UpdateAnswer {
        switch work {
        case .update(let request, let permission, let key, let lease):
            do throws(UpdateRefusal) {
                return try carryOut(request, permission, key, lease)
            } catch {
                return UpdateAnswer(error)
            }
        case .sweep:
            let serials = Array(zones.keys).compactMap { sweep($0) }
            return UpdateAnswer(code: .noError, serial: serials.first)
        case .create, .drop: return UpdateAnswer(code: .serverFailure)
        }
    }

    private func carryOut(
        _ request: UpdateRequest, _ permission: UpdatePermission, _ key: DomainName?, _ lease: LeaseOption?
    ) throws(UpdateRefusal) -> UpdateAnswer {
        guard zones[request.zone] != nil else { throw UpdateRefusal(.notAuth, "\(request.zone) is not served") }
        let granted = lease.map(settings.leases.granted)
        let grant = granted.map { LeaseGrant($0, key: key, start: now()) }
        let change = try zones[request.zone]?.carryOut(
            request, permission: permission, limits: settings.limits, grant: grant)
        return UpdateAnswer(code: .noError, serial: change?.to, lease: granted)
    }

    /// - Returns: the zone's serial, if there may be more to go.
    private func sweep(_ apex: DomainName) -> Serial? {
        var ended = zones[apex]?.leases.ended(by: now()) ?? []
        if now() < started &+ UInt64(settings.leases.grace) { ended.removeAll { $0.start < started } }
        let turn = ended.prefix(Self.mostEndingTogether)
        guard !turn.isEmpty else { return nil }
        let request = UpdateRequest(zone: apex, changes: turn.map { .delete($0.owner, $0.data) })
        let change = try? zones[apex]?.carryOut(request, permission: .everything, limits: settings.limits, grant: nil)
        statistics.leasesEnded += change == nil ? 0 : turn.count
        return turn.count < ended.count ? zones[apex]?.zone.contents.serial : nil
    }

    private func administrate(_ work: Work) async -> UpdateAnswer {
        do throws(AuthorityStoreError) {
            switch work {
            case .create(let contents) where contents.soa == nil:
                return UpdateAnswer(code: .serverFailure, reason: "\(contents.apex) has no SOA")
            case .create(let contents):
                try await store.createZone(contents)
                serve(ServedZone(StoredZone(zone: Zone(contents), leases: [], leaseSerial: Serial(rawValue: 1))))
                if let serial = contents.serial { changed(contents.apex, serial) }
            case .drop(let apex):
                try await store.dropZone(apex)
                zones[apex] = nil
                registry.withdraw(apex)
                if let leases = LeaseZone.apex(of: apex) { registry.withdraw(leases) }
            case .update, .sweep: break
            }
            return UpdateAnswer(code: .noError)
        } catch {
            return UpdateAnswer(code: .serverFailure, reason: error.description)
        }
    }

    // MARK: - Publishing

    private func serve(_ zone: ServedZone) {
        zones[zone.zone.apex] = zone
        publish(zone.zone.apex)
    }

    private func publish(_ apex: DomainName) {
        guard let served = zones[apex] else { return }
        registry.publish(served.zone)
        if let leases = served.leaseZone { registry.publish(leases.zone) }
    }
}
