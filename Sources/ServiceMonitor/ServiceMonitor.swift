import DNSClient
import DNSCore
import ServiceCatalog
import ServiceProbing

/// The engine: follows zones, has their endpoints probed, derives status and events, and hands out snapshots.
package actor ServiceMonitor {
    /// The latest state of everything; newest wins, so a slow reader misses states but never lags behind.
    package nonisolated let snapshots: AsyncStream<Snapshot>
    /// Every event as it happens; a reader that falls far behind loses the oldest.
    package nonisolated let events: AsyncStream<Event>

    let configuration: MonitorConfiguration
    let clock: WallClock
    let client: DNSClient
    private(set) var prober: Prober?
    var state: MonitorState

    private let snapshotSink: AsyncStream<Snapshot>.Continuation
    private let eventSink: AsyncStream<Event>.Continuation
    private var triggers: [AsyncStream<ZoneFollower.Trigger>.Continuation] = []
    private var publishedEvents = 0
    private var isPublishing = false
    private var isLookingUpAgain = false
    private var publishedAt = Timestamp.distantPast
    /// While a survey runs: what it wants to be told, probed and looked up.
    private let surveyor: (@Sendable (SurveyProgress) -> Void)?
    private let history: (any HistoryKeeping)?
    private var surveyed = MonitorState.Commands()
    private var probesInWindow = 0
    private var probesPerSecond = 0.0

    /// - Parameter history: where what happens is kept, and what is known from earlier; nil for nowhere.
    package init(
        _ configuration: MonitorConfiguration, client: DNSClient = DNSClient(), history: (any HistoryKeeping)? = nil
    ) {
        self.init(configuration, client: client, history: history, surveying: nil)
    }

    init(
        _ configuration: MonitorConfiguration, client: DNSClient, history: (any HistoryKeeping)?,
        surveying surveyor: (@Sendable (SurveyProgress) -> Void)?
    ) {
        self.configuration = configuration
        self.client = client
        self.surveyor = surveyor
        self.history = history
        clock = WallClock()
        (snapshots, snapshotSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (events, eventSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(100_000))
        let policy = configuration.probe
        state = MonitorState(
            zones: configuration.zones.map { zone in
                ZoneState(
                    apex: zone.apex,
                    freshness: ZoneFreshness(
                        server: zone.servers.first?.description ?? "", key: zone.servers.first?.key?.name.description))
            },
            rule: StatusRule(
                staleAfter: configuration.staleAfter, observationAge: policy.oldestObservation),
            probes: configuration.probes, eventLimit: configuration.eventLimit, keepsTrails: surveyor == nil,
            rules: configuration.rules)
        state.pinned = configuration.pinned
    }

    /// Works until the task is cancelled. Fails only where the system has no epoll or descriptors left for a prober.
    package func run() async throws(ProberError) {
        defer {
            snapshotSink.finish()
            eventSink.finish()
        }
        let prober = configuration.probes ? try Prober(policy: configuration.probe, clock: clock) : nil
        self.prober = prober
        defer { prober?.stop() }
        await recall()
        await withTaskGroup { group in
            for index in configuration.zones.indices { follow(index, in: &group) }
            if let prober { group.addTask { await self.takeReports(of: prober) } }
            if let address = configuration.notifyAddress { group.addTask { await self.listen(at: address) } }
            if configuration.probes { group.addTask { await self.listenToStandIns() } }
            group.addTask { await self.keepHouse() }
        }
    }

    private func follow(_ index: Int, in group: inout TaskGroup<Void>) {
        let zone = configuration.zones[index]
        let (stream, continuation) = AsyncStream<ZoneFollower.Trigger>.makeStream(bufferingPolicy: .bufferingNewest(1))
        triggers.append(continuation)
        let follower = ZoneFollower(
            index: index, configuration: zone, client: client, clock: clock,
            pollInterval: configuration.pollInterval, monitor: self)
        group.addTask {
            var follower = follower
            await follower.run(stream, continuation)
        }
        let watcher = ReplicaWatcher(
            index: index, configuration: zone, client: client, clock: clock, interval: configuration.pollInterval,
            monitor: self)
        group.addTask { await watcher.run() }
        let leases = LeaseWatcher(
            index: index, configuration: zone, client: client, interval: configuration.pollInterval, monitor: self)
        group.addTask { await leases.run() }
    }

    /// Asks every server and probes every endpoint now.
    package func refresh() {
        for trigger in triggers { trigger.yield(.refresh) }
        prober?.probeNow(state.endpoints.numbersInUse)
    }

    /// Asks a zone's servers now and probes the endpoints of some of its instances.
    package func refresh(zone index: Int, _ instances: [InstanceID]) {
        guard triggers.indices.contains(index) else { return }
        triggers[index].yield(.refresh)
        var numbers: [UInt32] = []
        for instance in instances {
            let key = InstanceKey(zone: UInt32(index), instance: instance)
            state.endpoints.forEachEndpoint(of: key) { number, _ in numbers.append(number) }
        }
        prober?.probeNow(numbers)
    }

    func notified(of zone: DomainName) {
        for (index, configured) in configuration.zones.enumerated() where configured.apex == zone {
            state.zones[index].freshness.notified = true
            if triggers.indices.contains(index) { triggers[index].yield(.notify) }
        }
    }

    // MARK: - Telling

    package var snapshot: Snapshot {
        state.snapshot(
            at: clock.now, maximumAge: configuration.maximumAge, probesPerSecond: probesPerSecond)
    }

    /// At most thirty snapshots a second, the first of them at once; fewer of a large zone, since what changes after one has
    /// to be copied.
    private var publishingInterval: Duration {
        .milliseconds(33 + state.zones.reduce(0) { $0 + $1.catalog.instanceCount } / 5000)
    }

    /// Carries out what a change asks for, and tells of it.
    func changed() {
        let commands = state.takeCommands()
        tellHistory()
        guard surveyor == nil else { return surveyed.add(commands) }
        if !commands.isEmpty { carryOut(commands) }
        publishEvents()
        guard !isPublishing else { return }
        let age = clock.now.duration(since: publishedAt)
        let interval = publishingInterval
        guard age < interval else { return publish() }
        isPublishing = true
        Task {
            try? await Task.sleep(for: interval - age)
            publish()
        }
    }

    private func publish() {
        isPublishing = false
        publishedAt = clock.now
        snapshotSink.yield(snapshot)
    }

    private func publishEvents() {
        let new = min(state.log.count - publishedEvents, state.log.latest.count)
        for event in state.log.latest.suffix(new) { eventSink.yield(event) }
        publishedEvents = state.log.count
    }

    // MARK: - History

    func recall() async {
        guard let history else { return }
        state.recall(await history.recall(configuration.zones.map(\.apex), limit: configuration.eventLimit))
        publishedEvents = state.log.count
    }

    private func tellHistory() {
        history?.note(state.memory.takeNews())
    }

    /// Nothing more will be looked at.
    package func conclude() {
        state.noteWatched(at: clock.now, maximumAge: configuration.maximumAge)
        tellHistory()
    }

    private func carryOut(_ commands: MonitorState.Commands) {
        prober?.remove(commands.stopProbing)
        prober?.add(commands.probe)
        if !commands.probeNow.isEmpty { prober?.probeNow(Array(commands.probeNow)) }
        if !commands.seek.isEmpty { Task { await seek(commands.seek) } }
        guard !commands.lookUp.isEmpty else { return }
        Task { await lookUp(commands.lookUp) }
    }

    // MARK: - Who answers

    /// Takes over what the admin has pinned, in place of what was.
    package func pin(_ identities: [InstanceIdentity: Identity]) {
        state.pin(identities, at: clock.now)
        changed()
    }

    /// Looks up names and processes, beside all other work: that reads many files.
    private func seek(_ questions: [UInt32: PeerQuestion]) async {
        var known: [SocketOwner: PeerProcess] = [:]
        for (number, question) in questions {
            // One user's services in one unit are looked up once.
            let process: PeerProcess
            if !question.seeksProcess, let same = known[question.owner] {
                process = same
            } else {
                process = await Self.process(question)
            }
            if !question.seeksProcess { known[question.owner] = process }
            state.found(process, at: number, of: question.owner, now: clock.now)
        }
        changed()
    }

    @concurrent
    private static func process(_ question: PeerQuestion) async -> PeerProcess {
        PeerSearch.process(of: question.owner, at: question.endpoint, seeksProcess: question.seeksProcess)
    }

    /// In a survey.
    func seekPeers() async {
        let questions = state.takeCommands().seek
        await seek(questions)
    }

    // MARK: - Stand-ins

    private func listenToStandIns() async {
        guard let reader = try? StandInReader(configuration.standIns, interval: configuration.probe.interval) else {
            return
        }
        await withTaskCancellationHandler {
            for await picture in reader.pictures { heard(picture) }
        } onCancel: {
            reader.stop()
        }
    }

    private func heard(_ picture: StandInPicture) {
        state.heard(picture, at: clock.now)
        changed()
    }

    /// In a survey.
    func askStandIns() async {
        state.heard(await StandInReader.picture(of: configuration.standIns), at: clock.now)
    }

    // MARK: - What a survey needs

    var isSurvey: Bool { surveyor != nil }

    func tell(_ progress: LoadProgress) { surveyor?(.loading(progress)) }

    func takeTargets() -> [ProbeTarget] {
        defer { surveyed.probe = [] }
        guard surveyed.hasRepeats else { return surveyed.probe }
        var last: [UInt32: Int] = [:]
        for (index, target) in surveyed.probe.enumerated() { last[target.id] = index }
        return surveyed.probe.enumerated().filter { last[$1.id] == $0 }.map(\.element)
    }

    func lookUpTargets() async {
        while !surveyed.lookUp.isEmpty {
            let names = surveyed.lookUp
            surveyed.lookUp = []
            await lookUp(names)
        }
    }

    // MARK: - Probes, time, names

    private func takeReports(of prober: Prober) async {
        for await reports in prober.reports() {
            let before = state.revision
            state.apply(reports, at: clock.now)
            probesInWindow += reports.count
            // What only measures is told with the next second.
            if state.revision != before { changed() }
        }
    }

    /// What changes by time alone: tombstones that clear, observations that grow too old, names to look up again.
    private func keepHouse() async {
        var ticks: Int64 = 0
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            ticks += 1
            probesPerSecond = Double(probesInWindow)
            probesInWindow = 0
            state.keepHouse(second: ticks, at: clock.now, maximumAge: configuration.maximumAge)
            if ticks % max(1, configuration.lookupInterval.components.seconds) == 0 {
                lookUpAgain()
            }
            changed()
        }
    }

    /// So many at a time: a resolver may take seconds for each.
    private static let lookupConcurrency = 16

    private func lookUp(_ names: Set<DomainName>) async {
        await withTaskGroup { group in
            var rest = names.sorted()[...]
            for name in rest.prefix(Self.lookupConcurrency) { group.addTask { (name, await self.addresses(of: name)) } }
            rest = rest.dropFirst(Self.lookupConcurrency)
            for await (name, result) in group {
                state.lookedUp(name, result, at: clock.now)
                changed()
                if let next = rest.popFirst() { group.addTask { (next, await self.addresses(of: next)) } }
            }
        }
    }

    /// Beside all other work, and never twice at once.
    private func lookUpAgain() {
        guard !isLookingUpAgain, !state.lookups.isEmpty else { return }
        isLookingUpAgain = true
        Task {
            await lookUp(Set(state.lookups.keys))
            isLookingUpAgain = false
        }
    }

    /// From the zones that are followed, else from the system's resolver.
    private func addresses(of name: DomainName) async -> MonitorState.Lookup {
        for zone in state.zones where name.isEqualOrBelow(zone.catalog.apex) && zone.isLoaded {
            let found = zone.catalog.addresses(of: name)
            if !found.isEmpty { return .addresses(found) }
        }
        do {
            return .addresses(try await SystemResolver.addresses(of: name))
        } catch {
            return .failed
        }
    }

    private func listen(at address: ServerAddress) async {
        let servers = configuration.zones.flatMap(\.servers)
        while !Task.isCancelled {
            do {
                let listener = try await NotifyListener(bind: address, accepting: servers)
                for await notification in listener { notified(of: notification.zone) }
            } catch {
                for index in state.zones.indices {
                    state.zones[index].freshness.notice = "cannot listen for NOTIFY at \(address): \(error)"
                }
                changed()
            }
            try? await Task.sleep(for: .seconds(5))
        }
    }
}

extension ProbePolicy {
    /// A verdict that rests on an older observation than this holds no more.
    var oldestObservation: Duration { interval * 3 + timeout }
}
