import ActivationControl
import CPlatform
import Glibc
import ServiceSupervision

extension HandedService {
    /// - Parameter estate: what was the service's with another stand-in; its sockets are among `sockets` already.
    convenience init(
        _ service: ActivatedService, _ sockets: [HeldSocket], _ surroundings: ServiceSurroundings,
        resuming estate: ServiceEstate?
    ) {
        self.init(service, sockets, surroundings)
        if let estate { resume(estate) }
    }

    private func resume(_ estate: ServiceEstate) {
        activation.resume(starts: estate.starts)
        lastStart = estate.lastStart
        for holding in estate.holdings {
            switch holding.item {
            case .socket, .guest: break
            case .notifications:
                if let socket = NotifySocket(adopting: holding.descriptor.take()) { hear(socket) }
            case .stored(let name): _ = store.add(holding.descriptor.take(), name)
            case .process(let process): resume(process, holding.descriptor.take())
            }
        }
    }

    private func resume(_ process: ServiceEstate.Inheritance, _ watch: Int32) {
        guard let run = activation.resume(process, at: .now) else { return _ = close(watch) }
        add(HeldProcess(adopting: process.pid, watch: watch, user: process.user), as: run)
    }

    var estate: EstatePackets {
        var packets = EstatePackets(service.name, starts: activation.starts, lastStart: lastStart)
        for socket in sockets { packets.append(.socket(name: socket.name), socket.descriptor) }
        if let notifications { packets.append(.notifications, notifications.descriptor) }
        for (role, run) in activation.roles {
            guard let process = processes[run] else { continue }
            let inheritance = ServiceEstate.Inheritance(
                role: role, pid: process.pid, user: process.user, phase: activation.phase(of: run),
                client: "")
            packets.append(.process(inheritance), process.watch)
        }
        for stored in store.descriptors { packets.append(.stored(name: stored.name), stored.descriptor) }
        return packets
    }

    func abandon() {
        watchSockets(in: nil)
        // Nobody else knows that it is closed.
        if gateOpens != nil { openGate() }
        for process in processes.values {
            if let ending = process.ending { surroundings.events.unwatch(ending) }
        }
        processes = [:]
    }
}

extension Activation {
    package mutating func resume(starts: Int) { lastRun = starts }

    /// A process that another stand-in has started, or that has taken the sockets from it.
    mutating func resume(_ process: ServiceEstate.Inheritance, at now: Instant) -> Int? {
        let run = nextResumedRun
        var resumed = Process(run: run, since: now, phase: .active)
        switch process.phase {
        case .starting: resumed.phase = .starting(until: now + rules.startTimeout)
        case .active: break
        case .stopping: resumed = resumed.told(toEndBy: now + rules.stopTimeout)
        }
        switch process.role {
        case .main where main == nil:
            main = resumed
            if process.phase == .active { beginIdleWatch(at: now) }
        case .successor where successor == nil: successor = resumed
        case .retiring, .main, .successor: retiring.append(resumed.told(toEndBy: now + rules.stopTimeout))
        case .connection: return nil
        }
        return run
    }

    /// It was counted when it was started: these have numbers of their own.
    private var nextResumedRun: Int {
        -1 - [main?.run, successor?.run].count { $0 != nil } - retiring.count
    }

    func phase(of run: Int) -> ServiceEstate.Inheritance.Phase {
        switch [main, successor].compactMap({ $0 }).first(where: { $0.run == run })?.phase {
        case .starting: .starting
        case .active: .active
        case .stopping, .overdue, nil: .stopping
        }
    }

    var roles: [(ServiceEstate.Inheritance.Role, Int)] {
        [(.main, main), (.successor, successor)].compactMap { role, process in process.map { (role, $0.run) } }
            + retiring.map { (.retiring, $0.run) }
    }
}
