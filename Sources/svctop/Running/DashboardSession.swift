import CursesScreen
import Configuration
import DNSClient
import DNSCore
import Dashboard
import Glibc
import Reports
import ServiceCatalog
import ServiceMonitor
import ServiceProbing
import Store
import Terminal

/// The dashboard at work: brings events to its state, carries out what the state asks for, and shows its pictures.
///
/// Keys are drawn at once; news at most thirty times a second.
actor DashboardSession {
    enum End: Sendable {
        case quit
        case signal(Int32)
        /// The terminal has gone away.
        case hangup
        case failure(Failure)
    }

    let screen: CursesScreen
    private let monitor: ServiceMonitor
    private let zones: [DomainName]
    /// Where plans are made and carried out; else why not.
    private let desk: Result<PlanDesk, PlanRefusal>
    var themes: ThemeInUse
    var themeWatch: Task<Void, Never>?
    /// The terminal may still say what its background is before the first picture.
    var awaitsBackground: Bool
    private let view: ViewMemory
    private var saving: Task<Void, Never>?
    private let repertoire: Repertoire
    private let clock = WallClock()
    private var state: DashboardState
    private var newest: Snapshot
    private var pacer = FramePacer()
    /// Whether the terminal is someone else's for a while.
    private var isAway = false
    private var nextFrame: Task<Void, Never>?
    private var nextTick: Task<Void, Never>?
    private var outcome: End?
    private var ending: CheckedContinuation<End, Never>?

    init(
        screen: CursesScreen, monitor: ServiceMonitor, zones: [ZoneConfiguration], filter: Filter, view: ViewMemory,
        keyMap: KeyMap,
        desk: Result<PlanDesk, PlanRefusal>, premises: Premises
    ) async {
        self.screen = screen
        self.monitor = monitor
        self.desk = desk
        self.zones = zones.map(\.apex)
        let capabilities = await screen.capabilities
        self.view = view
        awaitsBackground = view.asksTerminal && view.appearance == nil
        themes = ThemeInUse(view.wish, appearance: view.appearance, depth: capabilities?.colours ?? .none)
        repertoire = capabilities?.repertoire ?? .ascii
        var premises = premises
        premises.themes = themes.shelf.names
        let now = clock.now
        newest = Snapshot(at: now, zones: zones.map(ZoneSnapshot.init))
        state = DashboardState(
            size: await screen.size, at: now, snapshot: newest, filter: filter, keyMap: keyMap,
            premises: premises, preferences: view.preferences)
    }

    /// Works until the user or a signal ends it.
    func run(warnings: [String]) async -> End {
        let tasks: [Task<Void, Never>] = [
            Task { if let failure = await monitor.failure() { finish(.failure(failure)) } },
            Task { for await snapshot in monitor.snapshots { await take(snapshot) } },
            Task {
                for await event in screen.events { await take(event) }
                finish(.hangup)
            },
        ]
        await carryOut(state.start())
        Task { await tellOfOpenEntries() }
        let warnings = warnings + readTheme()
        if let warning = warnings.first { await take(.message(Message(warning, .warning)), .input) }
        await want(.input)
        let end = await withCheckedContinuation { continuation in
            if let outcome { continuation.resume(returning: outcome) } else { ending = continuation }
        }
        for task in tasks + [nextFrame, nextTick, themeWatch].compactMap({ $0 }) { task.cancel() }
        await saving?.value
        return end
    }

    private func finish(_ end: End) {
        guard outcome == nil else { return }
        outcome = end
        ending?.resume(returning: end)
        ending = nil
    }

    // MARK: - Events

    private func take(_ event: ScreenEvent) async {
        switch event {
        case .key(let input): await take(.input(input), .input)
        case .resize(let size): await take(.resized(size), .input)
        case .resume: await take(.tick, .input)
        case .reload: await readThemeAgain()
        case .background(let colour): await learn(Theme.Appearance(background: colour))
        case .terminate(let signal): finish(.signal(signal))
        case .hangup: finish(.hangup)
        }
    }

    private func take(_ snapshot: Snapshot) async {
        let isNews = snapshot.hasNews(since: newest)
        newest = snapshot
        await take(.snapshot(snapshot), isNews ? .news : .measurement)
    }

    func take(_ event: DashboardEvent, _ urgency: FramePacer.Urgency) async {
        guard outcome == nil else { return }
        let effects = state.reduce(event, at: clock.now)
        await carryOut(effects)
        await want(urgency)
    }

    /// What happens can no longer be kept: said as it comes up.
    func warn(of history: History?) async {
        guard let history else { return }
        for await problem in history.problems {
            await take(.message(Message("what happens is not kept: \(problem)", .warning)), .input)
        }
    }

    private func carryOut(_ effects: [Effect]) async {
        for effect in effects {
            switch effect {
            case .quit: finish(.quit)
            case .suspend: await screen.suspend()
            case .redraw: await screen.redraw()
            case .bell: await screen.ring()
            case .arrange(let request):
                Task.detached(priority: .userInitiated) { await self.take(.arranged(request.arrange()), .input) }
            case .refresh(let refresh): await carryOut(refresh)
            case .setMouse(let isOn): await screen.setMouse(isOn)
            case .copy(let text): await screen.setClipboard(base64: Base64.encode(Array(text.utf8)))
            case .copyJSON(let snapshot, let subjects): await copyJSON(of: subjects, in: snapshot)
            case .plan(let request): Task { await take(.planned(plan(request)), .input) }
            case .execute(let plan): Task { await execute(plan) }
            case .pin(let instance, let identity): Task { await pin(identity, at: instance) }
            case .listThemes: listThemes()
            case .useTheme(let name): await useTheme(name)
            case .save(let preferences): save(preferences)
            case .notify(let text): await screen.notify(text)
            case .page(let text): Task { await page(text) }
            }
        }
    }

    /// While the pager has the terminal, nothing is drawn; all else goes on.
    private func page(_ text: String) async {
        guard !isAway else { return }
        isAway = true
        let problem = await screen.page(text)
        isAway = false
        await take(problem.map { .message(Message($0, .error)) } ?? .tick, .input)
    }

    private func copyJSON(of subjects: [PlanRequest.Subject], in snapshot: Snapshot) async {
        let instances = subjects.map { ($0.zone, $0.instance) }
        if let text = JSONReport.text(of: instances, in: snapshot, limit: Effect.mostCopiedBytes) {
            await screen.setClipboard(base64: Base64.encode(text))
        } else {
            let most = Effect.mostCopiedBytes / 1000
            await take(.message(Message("Too much to copy: at most \(most) kB as JSON", .warning)), .input)
        }
    }

    /// One after the other; the end waits for the last.
    private func save(_ preferences: ViewPreferences) {
        saving = Task { [view, saving] in
            await saving?.value
            guard let message = await view.keep(preferences) else { return }
            await take(.message(message), .input)
        }
    }

    private func carryOut(_ refresh: Refresh) async {
        for (index, zone) in zones.enumerated() where refresh.zones.contains(zone) {
            await monitor.refresh(zone: index, refresh.instances[zone] ?? [])
        }
    }

    // MARK: - Plans

    private func plan(_ request: PlanRequest) async -> Result<Plan, PlanRefusal> {
        switch desk {
        case .success(let desk): await desk.plan(request)
        case .failure(let refusal): .failure(refusal)
        }
    }

    private func execute(_ plan: Plan) async {
        guard case .success(let desk) = desk else { return }
        for await progress in desk.execute(plan) { await take(.progress(progress), .input) }
    }

    /// Of plans that an earlier svctop was ended in the middle of.
    private func tellOfOpenEntries() async {
        guard case .success(let desk) = desk, let found = try? await desk.settleOpenEntries() else { return }
        if let last = found.last { await take(.message(Message(last, .warning)), .input) }
    }

    // MARK: - Pins

    private func pin(_ identity: Identity?, at instance: InstanceIdentity) async {
        do throws(StoreError) {
            let pins = try PinnedIdentities(try .usual)
            try pins.set(identity, of: instance, at: clock.now)
            await monitor.pin(try pins.all())
            let place = "\(instance.target.withoutFinalDot):\(instance.port)"
            let text = identity == nil ? "Let go of \(place)" : "Pinned who answers at \(place)"
            await take(.message(Message(text)), .input)
        } catch {
            await take(.message(Message("not pinned: \(error)", .error)), .input)
        }
    }

    // MARK: - Frames

    /// Draws now, or when the last picture has stood for long enough.
    func want(_ urgency: FramePacer.Urgency) async {
        let urgency = awaitsBackground ? .answer : urgency
        guard let delay = pacer.delay(for: urgency, at: clock.now) else { return }
        guard delay > .zero else { return await draw() }
        nextFrame?.cancel()
        nextFrame = Task {
            try? await Task.sleep(for: delay)
            guard !Task.isCancelled else { return }
            nextFrame = nil
            await draw()
        }
    }

    private func draw() async {
        guard outcome == nil else { return }
        awaitsBackground = false
        nextFrame?.cancel()
        nextFrame = nil
        pacer.drew(at: clock.now)
        guard !isAway else { return }
        let frame = render(state, theme: themes.theme, repertoire: repertoire)
        scheduleTick(frame.nextTick)
        await screen.show(frame.surface)
    }

    private func scheduleTick(_ time: Timestamp?) {
        nextTick?.cancel()
        nextTick = time.map { time in
            let delay = time.duration(since: clock.now)
            return Task {
                try? await Task.sleep(for: delay)
                guard !Task.isCancelled else { return }
                await take(.tick, .news)
            }
        }
    }
}

extension ZoneSnapshot {
    /// A zone of which nothing is known yet.
    fileprivate init(_ zone: ZoneConfiguration) {
        let server = zone.servers.first
        self.init(
            catalog: Catalog(apex: zone.apex),
            freshness: ZoneFreshness(server: server?.description ?? "", key: server?.key?.name.description))
    }
}
