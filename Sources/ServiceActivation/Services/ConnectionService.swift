import ActivationControl
import CPlatform
import Glibc
import ServiceSupervision

/// A service of which each connection gets a process of its own, as from inetd.
final class ConnectionService: HeldService {
    let service: ActivatedService
    let surroundings: ServiceSurroundings
    let sockets: [HeldSocket]
    var admission: ConnectionAdmission
    var processes: [Int: HeldProcess] = [:]
    let parlour: ConnectionParlour
    private var watches: [EventLoop.Watch] = []
    private var isWatching = false
    private var killAt: ContinuousClock.Instant?

    private var since = WallTime.now
    var lastStart: Double?
    private var reason: String?
    private var reported: ServiceState?

    init(_ service: ActivatedService, _ sockets: [HeldSocket], _ surroundings: ServiceSurroundings) {
        self.service = service
        self.sockets = sockets
        self.surroundings = surroundings
        admission = ConnectionAdmission(service.limits)
        parlour = ConnectionParlour(surroundings.events, patience: service.startTimeout)
    }

    var isFinished: Bool { admission.isFinished }
    var countedPlaces: CountedPlaces? { nil }

    var nextWake: ContinuousClock.Instant? {
        [admission.nextWake, killAt, parlour.nextWake].compactMap { $0 }.min()
    }

    var report: ServiceReport {
        ServiceReport(
            service.name, admission.state, since: since, starts: admission.starts, lastStart: lastStart,
            process: processes.count == 1 ? processes.values.first?.pid : nil, wake: .init(service.wake),
            isPerConnection: true, reason: reason, names: service.recordNames, sockets: sockets.map(\.report))
    }

    func begin() {
        parlour.onReady = { [weak self] in self?.settle() }
        for socket in sockets { Deferral.set(service.wake == .data, of: socket.descriptor) }
        settle()
    }

    func passTime(at now: ContinuousClock.Instant) {
        admission.passTime(at: now)
        parlour.passTime(at: now)
        if let instant = killAt, instant <= now {
            killAt = nil
            kill()
        }
        settle()
    }

    func count(_ connections: ConnectionCounts) {}

    func end() {
        admission.end()
        parlour.closeAll()
        tellAllToEnd()
        settle()
    }

    func kill() {
        for process in processes.values { process.killAll() }
    }

    func tellAllToEnd() {
        guard !processes.isEmpty else { return }
        for process in processes.values { process.send(SIGTERM) }
        killAt = .now + service.stopTimeout
    }

    func say(_ note: ActivationNote) {
        reason = note.description
        surroundings.tell(.service(service.name, note))
    }

    /// Brings what is watched, served and reported in line with what may be.
    func settle() {
        while admission.admits, let (connection, source) = parlour.next() { serve(connection, source) }
        watchSockets(admission.admits)
        let state = admission.state
        guard state != reported else { return }
        if reported == .active, state == .dormant { say(.dormant) }
        reported = state
        since = WallTime.now
        surroundings.onChange(self)
    }

    // MARK: - Connections

    private func watchSockets(_ isWatching: Bool) {
        guard isWatching != self.isWatching else { return }
        self.isWatching = isWatching
        stopWatching()
        guard isWatching else {
            if admission.isFull { say(.full(service.limits.connections)) }
            return
        }
        watches = sockets.compactMap { socket in
            surroundings.events.watch(socket.descriptor) { [weak self] in self?.takeConnections(from: socket) }
        }
    }

    func stopWatching() {
        for watch in watches { surroundings.events.unwatch(watch) }
        watches = []
    }

    private func takeConnections(from socket: HeldSocket) {
        var taken = 0
        while admission.admits, taken < Self.mostAtOnce, let (connection, source) = Self.accept(socket) {
            taken += 1
            if service.wake == .data {
                parlour.receive(connection, from: source)
            } else {
                serve(connection, source)
            }
        }
        settle()
    }

    /// Others want their turn, too.
    private static let mostAtOnce = 64

    private static func accept(_ socket: HeldSocket) -> (Int32, ConnectionSource)? {
        var peer = platform_peer()
        var hasPeer: Int32 = 0
        let connection = platform_accept_waiting(socket.descriptor, &peer, &hasPeer)
        guard connection >= 0 else { return nil }
        return (connection, hasPeer != 0 ? ConnectionSource(peer) : .local)
    }

    private func serve(_ connection: Int32, _ source: ConnectionSource) {
        switch admission.judge(source) {
        case .close:
            say(.tooManyOfSource(source.client))
            close(connection)
        case .serve(let run): start(run, connection, source)
        }
    }

    private func start(_ run: Int, _ connection: Int32, _ source: ConnectionSource) {
        defer { close(connection) }
        if processes.isEmpty { say(.wanted) }
        let command = service.command(connection: connection, of: source, input: surroundings.nothing)
        do throws(SpawnError) {
            add(HeldProcess(try SpawnedProcess(command), user: service.uid), as: run)
            admission.started()
            lastStart = WallTime.now
        } catch {
            let pause = admission.notStarted(run, at: .now)
            say(.notStarted(error))
            say(.triesAgain(pause))
        }
    }

    func add(_ process: HeldProcess, as run: Int) {
        var process = process
        process.ending = surroundings.events.watch(process.watch) { [weak self] in self?.ended(run) }
        processes[run] = process
    }

    private func ended(_ run: Int) {
        guard let process = processes.removeValue(forKey: run) else { return }
        if let watch = process.ending { surroundings.events.unwatch(watch) }
        _ = process.finish()
        admission.ended(run)
        if processes.isEmpty { killAt = nil }
        settle()
    }
}

// MARK: - Requests

extension ConnectionService {
    /// There is nothing to start without a connection.
    func start() throws(RequestRefusal) {
        guard admission.nextWake == nil else {
            admission.resume()
            return settle()
        }
        throw RequestRefusal("each connection starts a process of its own")
    }

    func stop() throws(RequestRefusal) {
        guard !processes.isEmpty else { throw RequestRefusal("nothing of it runs") }
        say(.stopped)
        tellAllToEnd()
    }

    func upgrade() throws(RequestRefusal) {
        throw RequestRefusal("each connection has a process of its own: the next one is of the new version anyway")
    }

    func handOver(to connection: ControlConnection) throws(RequestRefusal) -> Handover {
        throw RequestRefusal("its connections are accepted by the stand-in (accept = \"yes\")")
    }
}
