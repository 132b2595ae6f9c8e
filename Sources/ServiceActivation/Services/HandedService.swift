import ActivationControl
import CPlatform
import Glibc
import ServiceRegistration
import ServiceSupervision

/// A service that accepts its connections itself: the machine that says what is to be done, and the hands that do it.
final class HandedService: HeldService {
    let service: ActivatedService
    let surroundings: ServiceSurroundings
    let sockets: [HeldSocket]
    var activation: Activation
    var processes: [Int: HeldProcess] = [:]
    /// The process that the next `adopt` is about.
    var adoptable: HeldProcess?
    /// Told when a run is ready.
    var whenReady: [Int: () -> Void] = [:]
    var notifications: NotificationInbox?
    let store: DescriptorStore

    /// As what the sockets are watched: each state begins anew with whoever waits then.
    var watchedIn: ServiceState?
    var watches: [EventLoop.Watch] = []
    /// When connections that had said nothing are looked at again.
    var nextLook: ContinuousClock.Instant?
    /// How often they have been looked at since somebody came.
    var silentLooks = 0
    var gateOpens: ContinuousClock.Instant?
    var acceptance: AcceptanceWatch?
    /// Where another process of the service takes connections, too.
    var taking: TakingWatch?
    var nextAcceptanceLook: ContinuousClock.Instant?
    var datagramStamps: [Int32: Int64] = [:]

    private var since = WallTime.now
    var lastStart: Double?
    private var reason: String?
    private var reported: ServiceState?
    private var reportedRun: Int?
    private var reportedSuccessor: Int?
    private(set) var countedPlaces: CountedPlaces?

    init(_ service: ActivatedService, _ sockets: [HeldSocket], _ surroundings: ServiceSurroundings) {
        self.service = service
        self.sockets = sockets
        self.surroundings = surroundings
        activation = Activation(Activation.Rules(service))
        store = DescriptorStore(surroundings.events, capacity: service.limits.storedDescriptors)
    }

    var isFinished: Bool { activation.isFinished }

    var nextWake: ContinuousClock.Instant? {
        [activation.nextWake, nextLook, gateOpens, nextAcceptanceLook].compactMap { $0 }.min()
    }

    var report: ServiceReport {
        ServiceReport(
            service.name, activation.state, since: since, starts: activation.starts, lastStart: lastStart,
            process: activation.mainRun.flatMap { processes[$0]?.pid },
            successor: activation.successor.flatMap { processes[$0.run]?.pid }, wake: .init(service.wake),
            reason: reason,
            names: service.recordNames, sockets: sockets.map(\.report))
    }

    func begin() { settle() }

    func end() { handle(.end) }

    func kill() {
        for process in processes.values { process.killAll() }
    }

    func passTime(at now: ContinuousClock.Instant) {
        if let instant = gateOpens, instant <= now { openGate() }
        if let instant = nextLook, instant <= now { lookAgain() }
        if let instant = nextAcceptanceLook, instant <= now { lookForAcceptance(at: now) }
        if let instant = activation.nextWake, instant <= now { handle(.time) }
    }

    // MARK: - Events

    func handle(_ event: Activation.Event) {
        for action in activation.handle(event, at: .now) { perform(action) }
        settle()
    }

    private func perform(_ action: Activation.Action) {
        switch action {
        case .start(let run): start(run)
        case .adopt(let run): adopt(run)
        case .signal(let run, let signal): processes[run]?.send(signal)
        case .kill(let run): processes[run]?.killAll()
        case .count: countedPlaces = CountedPlaces(of: sockets)
        case .confirmIdle: confirmIdle()
        case .dismissClients: dismissClients()
        case .say(let note): say(note)
        }
    }

    func say(_ note: ActivationNote) {
        if case .triesAgain = note, let cause = reason {
            reason = "\(cause): \(note)"
        } else if note.explainsState {
            reason = note.description
        }
        surroundings.tell(.service(service.name, note))
    }

    func count(_ connections: ConnectionCounts) {
        guard let places = countedPlaces else { return }
        countedPlaces = nil
        handle(.connections(connections.count(at: places) + takenDatagrams()))
    }

    /// Brings what is watched and what is reported in line with the state.
    private func settle() {
        let (state, run) = (activation.state, activation.mainRun)
        watchSockets(in: activation.watchesSockets ? state : nil)
        let successor = activation.successor?.run
        guard state != reported || run != reportedRun || successor != reportedSuccessor else { return }
        if run != reportedRun, run != nil { lastStart = WallTime.now }
        if state != reported || run != reportedRun { since = WallTime.now }
        (reported, reportedRun, reportedSuccessor) = (state, run, successor)
        surroundings.onChange(self)
    }
}

extension ActivatedService {
    var recordNames: [String] { sockets.flatMap(\.names).map { "\($0.owner)" } }
}

extension ServiceReport.Wake {
    init(_ condition: WakeCondition) {
        switch condition {
        case .connect: self = .connect
        case .data: self = .data
        }
    }
}
