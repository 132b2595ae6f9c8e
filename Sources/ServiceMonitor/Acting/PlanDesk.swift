import DNSClient
import DNSCore
import ServiceCatalog
import ServiceProbing

/// Where plans are made and carried out.
///
/// Whatever happens to the server, the network or svctop itself, nothing is done twice and nothing is overwritten: every
/// UPDATE asks that the RRsets be as they were shown, and what it was about is in the journal, on disk, before it leaves.
package actor PlanDesk {
    private let configuration: ActingConfiguration
    private let journal: any JournalKeeping
    private let client: DNSClient
    private let clock = WallClock()
    /// What is known of the zones now; nil where nobody follows them.
    private let latest: @Sendable () async -> Snapshot?
    /// Has a zone read again.
    private let refresh: @Sendable (DomainName) async -> Void
    /// Entries that are being carried out here: nobody has to find out what came of them.
    private var running = Set<Int64>()

    package init(
        _ configuration: ActingConfiguration, journal: any JournalKeeping, client: DNSClient = DNSClient(),
        latest: @escaping @Sendable () async -> Snapshot? = { nil },
        refresh: @escaping @Sendable (DomainName) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.journal = journal
        self.client = client
        self.latest = latest
        self.refresh = refresh
    }

    // MARK: - Planning

    package func plan(_ request: PlanRequest) async -> Result<Plan, PlanRefusal> {
        do {
            guard !configuration.isReadOnly else { throw PlanRefusal.readOnly }
            let found = request.action == .start ? [] : try await settleOpenEntries()
            let entry = try await entry(for: request.action)
            let latest = await latest()
            let planner = Planner(configuration.context(for: latest ?? request.snapshot))
            var plan = try planner.plan(request, latest: latest, reversing: entry, at: clock.now).get()
            plan.notes += found
            if let entry { plan.origin = try await journal.origin(of: entry) }
            return .success(plan)
        } catch let refusal as PlanRefusal {
            return .failure(refusal)
        } catch {
            return .failure(PlanRefusal("\(error)"))
        }
    }

    private func entry(for action: AdminAction) async throws -> JournalEntry? {
        switch action {
        case .undo(let number?):
            guard let entry = try await journal.entry(number) else {
                throw PlanRefusal("the journal has no entry \(number)")
            }
            return entry
        case .undo(nil): return try await journal.latestUndoable()
        case .redo: return try await journal.latestRedoable()
        case .withdraw, .renew, .drain, .weight, .priority, .start: return nil
        }
    }

    // MARK: - Carrying out

    /// Carries out a plan, whoever listens: once begun, it goes on to its end.
    package nonisolated func execute(_ plan: Plan) -> AsyncStream<PlanProgress> {
        let (stream, sink) = AsyncStream.makeStream(of: PlanProgress.self)
        Task {
            let outcome = await carryOut(plan) { sink.yield($0) }
            sink.yield(.finished(outcome))
            sink.finish()
        }
        return stream
    }

    private func carryOut(_ plan: Plan, _ tell: @escaping @Sendable (PlanProgress) -> Void) async -> PlanOutcome {
        guard !configuration.isReadOnly else {
            return PlanOutcome(.refused, PlanRefusal.readOnly.description, wasSent: false)
        }
        // No record changes: there is nothing to take back, and nothing to find out later.
        if plan.action == .start { return await StartExecution(starts: plan.starts).run(tell) }
        let updates = plan.finalUpdates
        let number: Int64
        do throws(JournalError) {
            number = try await journal.open(
                JournalDraft(
                    at: clock.now, action: plan.action, user: configuration.user, lines: plan.lines, updates: updates,
                    inverses: updates.map { $0.request.inverse(given: $0.before) }, reverses: plan.reverses))
        } catch {
            return PlanOutcome(
                .refused, "nothing was sent, since it cannot be written to the journal: \(error)", wasSent: false)
        }
        running.insert(number)
        defer { running.remove(number) }
        tell(.journaled(entry: number))
        var (outcome, done) = await send(updates, tell)
        do throws(JournalError) {
            try await journal.settle(number, outcome, updatesDone: done, at: clock.now)
        } catch {
            outcome.text += ". This could not be written to the journal: \(error)"
        }
        for zone in Set(updates.map(\.request.zone)) { await refresh(zone) }
        let late = await follow(updates.prefix(done), tell)
        if !late.isEmpty { outcome.text += ". Not followed yet: \(late.joined(separator: ", "))" }
        return outcome
    }

    /// Sends one after the other, up to the first that is not done.
    private func send(
        _ updates: [Plan.Update], _ tell: (PlanProgress) -> Void
    ) async -> (outcome: PlanOutcome, done: Int) {
        var last = PlanOutcome(.refused, "there is nothing to send", wasSent: false)
        for (index, update) in updates.enumerated() {
            tell(.sent(update: index))
            last = await send(update)
            tell(.settled(update: index, last))
            guard last.result != .done else { continue }
            last.text = Self.text(last, after: index, of: updates)
            last.wasSent = last.wasSent || index > 0
            return (last, index)
        }
        if updates.count > 1 { last.text = "done: all \(updates.count) updates" }
        return (last, updates.count)
    }

    private static func text(_ outcome: PlanOutcome, after done: Int, of updates: [Plan.Update]) -> String {
        guard updates.count > 1 else { return outcome.text }
        let rest = updates.count - done - 1
        let unsent = rest == 0 ? "" : rest == 1 ? ". 1 more was not sent" : ". \(rest) more were not sent"
        let undone = done == 0 ? "" : "; undo takes back what was done"
        return "\(done) of \(updates.count) updates done, then: \(outcome.text)\(unsent)\(undone)"
    }

    private func send(_ update: Plan.Update) async -> PlanOutcome {
        guard let zone = configuration.zone(update.request.zone), let server = zone.server(for: update) else {
            return PlanOutcome(
                .refused, "\(update.server) is no server of the configuration any more: nothing was sent",
                wasSent: false)
        }
        return await UpdateExecution(
            update: update, server: server, reader: zone.reader(for: update), client: client
        ).run()
    }

    // MARK: - Secondaries

    /// - Returns: those that have not followed in time.
    private func follow(
        _ updates: some Sequence<Plan.Update>, _ tell: @escaping @Sendable (PlanProgress) -> Void
    ) async -> [String] {
        let latest = await latest()
        var late: [String] = []
        var seen = Set<DomainName>()
        for update in updates where seen.insert(update.request.zone).inserted {
            guard let following = await following(update, latest) else { continue }
            late += await following.run { tell(.replicated(server: $0.description)) }.map(\.description)
        }
        return late
    }

    private func following(_ update: Plan.Update, _ latest: Snapshot?) async -> ReplicaFollowing? {
        guard let zone = configuration.zone(update.request.zone), let reader = zone.reader(for: update),
            let serial = try? await ReadBack.serial(of: zone.apex, at: reader, client: client)
        else { return nil }
        let catalog = latest?.zones.first { $0.name == zone.apex }?.catalog
        let nameServers = catalog.map { catalog in catalog.nameServers.map { ($0, catalog.addresses(of: $0)) } } ?? []
        let discovery = ReplicaDiscovery(primary: reader, given: zone.servers, isWanted: zone.discoversReplicas)
        return ReplicaFollowing(
            zone: zone.apex, serial: serial, replicas: discovery.replicas(among: nameServers), client: client,
            limit: configuration.followingTime)
    }

    // MARK: - What was cut short

    /// Finds out what came of entries that are open, since svctop ended before the answer or there was none.
    /// - Returns: a sentence for each that is settled now.
    @discardableResult
    package func settleOpenEntries() async throws(JournalError) -> [String] {
        var sentences: [String] = []
        for entry in try await journal.unsettled() where !running.contains(entry.number) {
            let open = OpenEntry(entry: entry, findings: await findings(of: entry))
            let isOld = clock.now.duration(since: entry.draft.at) >= configuration.patience
            guard let outcome = open.outcome(isOld: isOld) else { continue }
            try await journal.settle(entry.number, outcome, updatesDone: open.updatesDone, at: clock.now)
            sentences.append("entry \(entry.number), \(entry.draft.title), was cut short: \(outcome.text)")
        }
        return sentences
    }

    private func findings(of entry: JournalEntry) async -> [OpenEntry.Finding] {
        var findings: [OpenEntry.Finding] = []
        for update in entry.draft.updates {
            findings.append(await finding(of: update))
            guard findings.last == .done else { break }
        }
        return findings
    }

    private func finding(of update: Plan.Update) async -> OpenEntry.Finding {
        guard let zone = configuration.zone(update.request.zone), let reader = zone.reader(for: update) else {
            return .unreadable
        }
        let server = zone.server(for: update) ?? reader
        let execution = UpdateExecution(update: update, server: server, reader: reader, client: client)
        return OpenEntry.Finding(update.request, await execution.readBack())
    }
}

extension JournalDraft {
    /// What it is about, in a few words.
    package var title: String {
        let first = lines.first?.title ?? ""
        return "\(action.name) \(first)" + (lines.count > 1 ? " and \(lines.count - 1) more" : "")
    }
}
