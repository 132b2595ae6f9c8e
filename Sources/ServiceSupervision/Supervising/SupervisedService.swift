import Glibc
import Synchronization

/// A program with a place in DNS: claimed sockets handed over, registered when it is ready, withdrawn when it goes.
package actor SupervisedService {
    /// What the outside hears.
    package enum Report: Sendable {
        case note(SupervisionNote)
        /// In the program's own words.
        case status(String)
        /// Ready, and registered, or known not to be yet.
        case serving((any Error)?)
    }

    private enum Event: Sendable {
        case supervision(Supervision.Event)
        /// Of a run of the program, which may be over.
        case ready(run: Int)
        case notification(ServiceNotification, run: Int)
        case records(RecordKeeper.Event)
    }

    /// The ports for a start, where so many starts before it have not led to a program that was ready.
    package typealias Ports = @Sendable (_ failures: Int) async -> [ServicePort]

    private let program: ServiceProgram
    private let ports: Ports
    private let tell: @Sendable (Report) -> Void
    private var supervision: Supervision
    private let keeper: RecordKeeper
    private let events: AsyncStream<Event>
    private let sink: AsyncStream<Event>.Continuation
    private var run = 0
    private var failures = 0
    private let process = Mutex<ServiceProcess?>(nil)
    private var notifySocket: NotifySocket?
    private var readiness: Task<Void, Never>?
    private var timer: Task<Void, Never>?
    private var hasServed = false

    package init(
        _ program: ServiceProgram, at ports: @escaping Ports, rules: Supervision.Rules, records: any ServiceRecords,
        tell: @escaping @Sendable (Report) -> Void
    ) {
        self.program = program
        self.ports = ports
        self.tell = tell
        supervision = Supervision(rules)
        let (events, sink) = AsyncStream.makeStream(of: Event.self)
        (self.events, self.sink) = (events, sink)
        keeper = RecordKeeper(records) { sink.yield(.records($0)) }
    }

    /// Somebody has sent us a signal. To be called from any thread.
    package nonisolated func signal(_ signal: Int32) {
        // Those of job control are nothing to reckon with, and have to be there before we stop.
        if [SIGTSTP, SIGCONT].contains(signal) {
            process.withLock { $0?.sendToGroup(signal) }
        } else {
            sink.yield(.supervision(.signal(signal)))
        }
    }

    /// Runs the program until it has ended for good, and its records are gone.
    /// - Returns: the exit code.
    package func untilEnd() async -> Int32 {
        if let code = await handle(.begin) { return await end(code) }
        for await event in events {
            if let code = await handle(event) { return await end(code) }
        }
        return await end(1)
    }

    private func end(_ code: Int32) async -> Int32 {
        timer?.cancel()
        readiness?.cancel()
        await keeper.stop()
        sink.finish()
        // What has come of the last withdrawal.
        for await case .records(.withdrawn(let error?)) in events { tell(.note(.notWithdrawn("\(error)"))) }
        return code
    }
}

// MARK: - Events

extension SupervisedService {
    private func handle(_ event: Event) async -> Int32? {
        switch event {
        case .supervision(let event): return await handle(event)
        case .ready(let run): return run == self.run ? await becomeReady() : nil
        case .notification(let notification, let run):
            return run == self.run ? await handle(notification) : nil
        case .records(.registered(let error)):
            if !hasServed { tell(.serving(error)) }
            hasServed = true
            return nil
        case .records(.withdrawn(let error)):
            if let error { tell(.note(.notWithdrawn("\(error)"))) }
            return await handle(.withdrawn)
        }
    }

    private func handle(_ notification: ServiceNotification) async -> Int32? {
        if let moreTime = notification.moreTime, let code = await handle(.moreTime(moreTime)) { return code }
        if let status = notification.status { tell(.status(status)) }
        if notification.isReady, let code = await becomeReady() { return code }
        return notification.isStopping ? await handle(.stopping) : nil
    }

    private func becomeReady() async -> Int32? {
        failures = 0
        readiness?.cancel()
        return await handle(.ready)
    }

    /// - Returns: the exit code where this is the end.
    private func handle(_ event: Supervision.Event) async -> Int32? {
        if case .ended = event {
            process.withLock { $0 = nil }
            readiness?.cancel()
        }
        var code: Int32?
        for action in supervision.handle(event, at: .now) {
            switch action {
            case .start:
                if let error = await start() { code = await handle(.notStarted(error)) }
            case .register: keeper.register()
            case .withdraw: keeper.withdraw()
            case .signal(let signal): pass(signal)
            case .kill: process.withLock { $0?.sendToGroup(SIGKILL) }
            case .say(let note): tell(.note(note))
            case .finish(let exitCode): code = exitCode
            }
        }
        rearmTimer()
        return code
    }

    private func rearmTimer() {
        timer?.cancel()
        guard let wake = supervision.nextWake else { return }
        timer = Task { [sink] in
            guard (try? await Task.sleep(until: wake, clock: .continuous)) != nil else { return }
            sink.yield(.supervision(.time))
        }
    }
}

// MARK: - The program

extension SupervisedService {
    private func start() async -> SpawnError? {
        run += 1
        let (run, sink, user) = (run, sink, program.user?.user ?? getuid())
        let ports = await ports(failures)
        failures += 1
        var command = program.command(at: ports)
        HandedSockets.prepare(command.handedOver)
        let socket = openNotifySocket()
        command.environment["NOTIFY_SOCKET"] = socket?.name
        let started: ServiceProcess
        do throws(SpawnError) {
            started = try await ServiceProcess.start(command) { sink.yield(.supervision(.ended($0))) }
        } catch {
            return error
        }
        process.withLock { $0 = started }
        notifySocket = socket
        socket?.hear(started.pid, of: user) { sink.yield(.notification($0, run: run)) }
        let watch = ReadinessWatch(
            readiness: program.readiness, ports: ports, process: started.pid, user: user
        ) { [tell] port, user in
            tell(.note(.portTaken(port, user: user)))
        }
        readiness = Task { if await watch.wait() { sink.yield(.ready(run: run)) } }
        return nil
    }

    /// Without one, the program cannot say anything of itself, and runs all the same.
    private func openNotifySocket() -> NotifySocket? {
        do throws(NotifySocketError) {
            return try NotifySocket()
        } catch {
            tell(.note(.cannotHear(error)))
            return nil
        }
    }

    private func pass(_ signal: Int32) {
        process.withLock { process in
            process?.send(signal)
            // What is stopped hears nothing.
            if signal == SIGTERM { process?.send(SIGCONT) }
        }
    }
}
