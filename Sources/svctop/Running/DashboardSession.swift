import CursesScreen
import DNSClient
import DNSCore
import Dashboard
import Glibc
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

    private let screen: CursesScreen
    private let monitor: ServiceMonitor
    private let zones: [DomainName]
    /// Where plans are made and carried out; else why not.
    private let desk: Result<PlanDesk, PlanRefusal>
    private let theme: Theme
    private let repertoire: Repertoire
    private let clock = WallClock()
    private var state: DashboardState
    private var pacer = FramePacer()
    /// Whether the terminal is someone else's for a while.
    private var isAway = false
    private var nextFrame: Task<Void, Never>?
    private var nextTick: Task<Void, Never>?
    private var outcome: End?
    private var ending: CheckedContinuation<End, Never>?

    init(
        screen: CursesScreen, monitor: ServiceMonitor, zones: [ZoneConfiguration], filter: Filter,
        desk: Result<PlanDesk, PlanRefusal>, premises: Premises
    ) async {
        self.screen = screen
        self.monitor = monitor
        self.desk = desk
        self.zones = zones.map(\.apex)
        let capabilities = await screen.capabilities
        theme = Theme.night.adapted(to: capabilities?.colours ?? .none)
        repertoire = capabilities?.repertoire ?? .ascii
        let now = clock.now
        state = DashboardState(
            size: await screen.size, at: now, snapshot: Snapshot(at: now, zones: zones.map(ZoneSnapshot.init)),
            filter: filter, premises: premises)
    }

    /// Works until the user or a signal ends it.
    func run(warnings: [String]) async -> End {
        let tasks: [Task<Void, Never>] = [
            Task { if let failure = await monitor.failure() { finish(.failure(failure)) } },
            Task { for await snapshot in monitor.snapshots { await take(.snapshot(snapshot), .news) } },
            Task {
                for await event in screen.events { await take(event) }
                finish(.hangup)
            },
        ]
        await carryOut(state.start())
        Task { await tellOfOpenEntries() }
        if let warning = warnings.first { await take(.message(Message(warning, .warning)), .input) }
        await draw()
        let end = await withCheckedContinuation { continuation in
            if let outcome { continuation.resume(returning: outcome) } else { ending = continuation }
        }
        for task in tasks + [nextFrame, nextTick].compactMap({ $0 }) { task.cancel() }
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
        case .reload: await take(.message(Message("the configuration is read at the start only", .warning)), .input)
        case .terminate(let signal): finish(.signal(signal))
        case .hangup: finish(.hangup)
        }
    }

    private func take(_ event: DashboardEvent, _ urgency: FramePacer.Urgency) async {
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
            case .plan(let request): Task { await take(.planned(plan(request)), .input) }
            case .execute(let plan): Task { await execute(plan) }
            case .notify(let text): await screen.notify(text)
            case .page(let text): Task { await page(text) }
            case .copy, .useTheme, .save: break
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

    // MARK: - Frames

    /// Draws now, or when the last picture has stood for long enough.
    private func want(_ urgency: FramePacer.Urgency) async {
        guard let delay = pacer.delay(for: urgency, at: clock.now) else { return }
        guard delay > .zero else { return await draw() }
        nextFrame?.cancel()
        nextFrame = Task {
            try? await Task.sleep(for: delay)
            guard !Task.isCancelled else { return }
            await draw()
        }
    }

    private func draw() async {
        guard outcome == nil, !isAway else { return }
        pacer.drew(at: clock.now)
        let frame = render(state, theme: theme, repertoire: repertoire)
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
