import DNSCore
import Dashboard
import ServiceCatalog
import ServiceMonitor
import ServiceProbing
import Terminal

/// A scene while it is played: the engine and the dashboard on virtual time, with the scene for world and user.
package struct ScenePlay: Sendable {
    /// What the screen shows at some point.
    package struct Moment: Sendable {
        package let name: String
        package let at: Timestamp
        package let dashboard: DashboardState
        /// What it is drawn with: the user may have chosen another one.
        package let theme: String
    }

    let scene: Scene
    private(set) var now: Timestamp
    var world: World
    private(set) var monitor: MonitorRehearsal
    private var dashboard: DashboardState
    private var theme: String
    private let listThemes: @Sendable (_ inUse: String) -> ThemeListing
    /// When a snapshot that is due may be shown.
    private var nextSnapshot: Timestamp?
    private var lastSnapshot = Timestamp.distantPast
    /// What becomes of a plan, the next last.
    var replies: [Reply] = []
    var journal: [JournalEntry] = []
    package private(set) var moments: [Moment] = []

    /// - Parameters:
    ///   - theme: the name of the one to begin with.
    ///   - themes: those to choose from.
    package init(
        _ scene: Scene, size: Size, theme: String = Theme.night.name,
        themes: @escaping @Sendable (_ inUse: String) -> ThemeListing = {
            ThemeListing(of: BuiltInThemes(), at: .rgb, inUse: $0)
        }
    ) {
        self.scene = scene
        self.theme = theme
        listThemes = themes
        now = scene.start
        world = World(scene, at: scene.start)
        monitor = MonitorRehearsal(
            of: scene.zones.map { ($0.apex, ZoneFreshness(server: $0.server, key: $0.key)) }, scene.monitoring,
            seed: scene.seed, at: scene.start)
        var premises = Premises()
        premises.isReadOnly = scene.isReadOnly
        premises.contexts = scene.contexts
        dashboard = DashboardState(size: size, at: scene.start, snapshot: monitor.snapshot, premises: premises)
        carryOut(dashboard.start())
    }

    /// What the screen shows now.
    package var last: Moment { Moment(name: "last", at: now, dashboard: dashboard, theme: theme) }

    /// The latest of what has happened.
    package var events: [Event] { monitor.snapshot.events }

    /// Plays the scene to its end, or until so much time has passed in it, not counting what it is suspended.
    package mutating func play(until end: Duration? = nil) throws(SceneError) {
        var rest = end
        for step in scene.steps {
            if let left = rest, case .wait(let time) = step.act {
                guard time <= left else { break }
                rest = left - time
            }
            try perform(step)
        }
        run(to: now.advanced(by: rest ?? .zero))
    }
}

// MARK: - Steps

extension ScenePlay {
    private mutating func perform(_ step: Scene.Step) throws(SceneError) {
        switch step.act {
        case .wait(let time): run(to: now.advanced(by: time))
        case .suspend(let time): suspend(for: time)
        case .probe(let pattern, let behaviour): world.set(pattern, behaviour, at: now)
        case .peer(let pattern, let peer): world.set(pattern, peer, at: now)
        case .standIn(let said): world.standIns.say(said, at: now)
        case .change(let zone, let change): try self.change(zone, change, line: step.line)
        case .server(let zone, let reachability):
            if let index = world.index(of: zone) { world.authorities[index].reachability = reachability }
        case .updates(let zone, let refusal):
            if let index = world.index(of: zone) { world.authorities[index].refusal = refusal }
        case .replica(let server, let zone, let conduct):
            if let index = world.index(of: zone) { world.authorities[index].set(server, conduct) }
        case .key(let key): send(.key(key))
        case .type(let text): for character in text { send(.key(Key(.character(character)))) }
        case .paste(let text): send(.paste(String(text.prefix(KeyEvent.maximumPaste))))
        case .mouse(let event): send(.mouse(event))
        case .clickOn(let text): try click(on: text, line: step.line)
        case .resize(let size):
            run(to: now)
            send(.resized(size))
        case .moment(let name):
            run(to: now)
            moments.append(Moment(name: name, at: now, dashboard: dashboard, theme: theme))
        }
    }

    private mutating func change(_ zone: DomainName, _ change: ZoneChange, line: Int) throws(SceneError) {
        run(to: now)
        guard let index = world.index(of: zone) else { return }
        try world.change(index, change)
        guard world.authorities[index].notifies, world.authorities[index].reachability == .back else { return }
        monitor.note(notificationOf: index)
        world.authorities[index].nextPoll = now
    }

    private mutating func send(_ input: KeyEvent) {
        run(to: now)
        send(.input(input))
    }

    private mutating func click(on text: String, line: Int) throws(SceneError) {
        run(to: now)
        let lines = render(dashboard, theme: .night).surface.text.split(
            separator: "\n", omittingEmptySubsequences: false)
        for (row, shown) in lines.enumerated() {
            guard let range = shown.firstRange(of: text) else { continue }
            let position = Position(row: row, column: TextWidth.columns(of: String(shown[..<range.lowerBound])))
            send(.input(.mouse(MouseEvent(.press(.left), at: position))))
            send(.input(.mouse(MouseEvent(.release(.left), at: position))))
            return
        }
        throw SceneError("\"\(text)\" is not on the screen then", line: line)
    }
}

// MARK: - Time

extension ScenePlay {
    /// Lets everything happen that does by then.
    private mutating func run(to time: Timestamp) {
        while nextEvent <= time {
            now = max(now, nextEvent)
            step()
        }
        now = time
        show()
        send(.tick)
    }

    private var nextEvent: Timestamp {
        [world.nextPoll, monitor.nextWake, nextSnapshot, replies.last?.at].compactMap(\.self).min() ?? now
    }

    private mutating func step() {
        while let reply = replies.last, reply.at <= now {
            replies.removeLast()
            send(.progress(reply.progress))
        }
        for index in world.authorities.indices where world.authorities[index].nextPoll <= now { poll(index) }
        monitor.advance(to: now, in: &world)
        if monitor.takeChange() {
            nextSnapshot = nextSnapshot ?? max(now, lastSnapshot.advanced(by: .milliseconds(33)))
        }
        if let nextSnapshot, nextSnapshot <= now { show() }
    }

    /// The program does nothing meanwhile, and finds that it is late afterwards.
    private mutating func suspend(for time: Duration) {
        run(to: now)
        now = now.advanced(by: time)
        step()
    }

    /// Shows what is new, as the live program does thirty times a second.
    private mutating func show() {
        guard nextSnapshot != nil else { return }
        nextSnapshot = nil
        lastSnapshot = now
        send(.snapshot(monitor.snapshot))
    }

    private mutating func poll(_ index: Int) {
        let authority = world.authorities[index]
        let server = authority.server
        var delay = scene.monitoring.pollInterval
        if case .lost(let reason) = authority.reachability {
            delay = monitor.fail(index, because: "\(server): \(reason)")
        } else if authority.isUpToDate {
            monitor.confirm(index, from: server)
        } else {
            do throws(WireError) {
                try monitor.learn(index, from: server, by: authority.nextMethod) { (loader) throws(WireError) in
                    try authority.transfer(into: &loader)
                }
                world.authorities[index].noteTransferred()
            } catch {
                delay = monitor.fail(index, because: "\(server): \(error)")
            }
        }
        let replicas = authority.answersOfReplicas(at: now)
        if !replicas.isEmpty { monitor.hear(index, replicas: replicas) }
        world.authorities[index].nextPoll = now.advanced(by: delay)
    }
}

extension World {
    fileprivate var nextPoll: Timestamp { authorities.map(\.nextPoll).min() ?? Timestamp(nanoseconds: .max) }
}

// MARK: - The dashboard

extension ScenePlay {
    mutating func send(_ event: DashboardEvent) { carryOut(dashboard.reduce(event, at: now)) }

    private mutating func carryOut(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .arrange(let request): send(.arranged(request.arrange()))
            case .refresh(let refresh): carryOut(refresh)
            case .plan(let request): send(.planned(plan(request)))
            case .execute(let plan): execute(plan)
            case .listThemes: send(.themes(listThemes(theme)))
            case .useTheme(let name): theme = name
            default: break
            }
        }
    }

    private mutating func carryOut(_ refresh: Refresh) {
        for index in world.authorities.indices where refresh.zones.contains(world.authorities[index].apex) {
            world.authorities[index].nextPoll = now
            monitor.probeNow(index, refresh.instances[world.authorities[index].apex] ?? [])
        }
    }
}
