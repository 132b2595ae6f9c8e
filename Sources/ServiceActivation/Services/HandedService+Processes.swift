import CPlatform
import Glibc
import ServiceSupervision

extension HandedService {
    /// Starts the configured program.
    func start(_ run: Int) {
        watchSockets(in: nil)
        openNotifications()
        let command = service.command(
            sockets: sockets, stored: store.descriptors, notifying: notifications?.name,
            input: surroundings.nothing)
        // A process that runs has set them as it wants them: in a socket that blocks, two that race for a client would hang.
        if processes.isEmpty { HandedSockets.prepare(command.handedOver) }
        for socket in sockets { Deferral.set(false, of: socket.descriptor) }
        watchAcceptance()
        do throws(SpawnError) {
            add(HeldProcess(try SpawnedProcess(command), user: service.uid), as: run)
        } catch {
            handle(.notStarted(run: run, error))
        }
    }

    func adopt(_ run: Int) {
        guard let process = adoptable else { return }
        adoptable = nil
        if processes.isEmpty {
            HandedSockets.prepare(sockets.map { HandedDescriptor($0.descriptor, name: $0.name) })
        }
        for socket in sockets { Deferral.set(false, of: socket.descriptor) }
        add(process, as: run)
    }

    func add(_ process: HeldProcess, as run: Int) {
        var process = process
        process.ending = surroundings.events.watch(process.watch) { [weak self] in self?.ended(run) }
        processes[run] = process
        _ = takenDatagrams()
        beginReadiness(of: run)
    }

    private func ended(_ run: Int) {
        // Its last words come first.
        notifications?.drain()
        guard let process = processes.removeValue(forKey: run) else { return }
        if let watch = process.ending { surroundings.events.unwatch(watch) }
        let end = process.finish()
        // It may have served its client, and ended, between two looks.
        if run == activation.mainRun, activation.isStarting(run), acceptance?.isTaken() ?? false { becomeReady(run) }
        whenReady[run] = nil
        handle(.ended(run: run, end, clientsWait: clientsWait))
    }

    // MARK: - Readiness

    private func beginReadiness(of run: Int) {
        switch service.ready {
        case .exec: becomeReady(run)
        case .notify: break
        case .listen:
            guard let watched = telling else { return becomeReady(run) }
            if activation.mainRun != run, let process = processes[run] {
                taking = TakingWatch(watched.descriptor, by: process.pid)
            } else if acceptance == nil {
                acceptance = AcceptanceWatch(watched.descriptor)
            }
            lookForAcceptance(at: .now)
        }
    }

    /// Who waits before there is a process may have been taken by it at the first look after that.
    private func watchAcceptance() {
        endReadiness()
        guard service.ready == .listen, processes.isEmpty, let watched = telling, watched.hasWaiting else { return }
        acceptance = AcceptanceWatch(watched.descriptor)
        _ = acceptance?.isTaken()
    }

    /// The socket by which it is known that clients are taken: one where somebody waits, if there is one.
    private var telling: HeldSocket? {
        let streams = sockets.filter { $0.label.isStream && $0.label.port != nil }
        return streams.first(where: \.hasWaiting) ?? streams.first
    }

    func lookForAcceptance(at now: ContinuousClock.Instant) {
        nextAcceptanceLook = nil
        guard let run = processes.keys.filter(activation.isStarting).max() else { return endReadiness() }
        let isTaken = taking?.isTaken() ?? acceptance?.isTaken() ?? true
        guard isTaken else { return nextAcceptanceLook = now + Self.acceptancePause }
        becomeReady(run)
    }

    private func endReadiness() {
        acceptance = nil
        taking = nil
        nextAcceptanceLook = nil
    }

    private static var acceptancePause: Duration { .milliseconds(5) }

    func becomeReady(_ run: Int) {
        endReadiness()
        handle(.ready(run: run))
        whenReady.removeValue(forKey: run)?()
    }
}

// MARK: - What it says

extension HandedService {
    func openNotifications() {
        guard notifications == nil else { return }
        do throws(NotifySocketError) {
            let socket = try NotifySocket()
            hear(socket)
        } catch {
            say(.cannotHear(error))
        }
    }

    func hear(_ socket: NotifySocket) {
        notifications = NotificationInbox(
            socket, surroundings.events, mostDescriptors: service.limits.storedDescriptors
        ) { [weak self] in self?.hear($0, $1, $2) }
    }

    private func hear(_ sender: NotificationSender, _ notification: ServiceNotification, _ passed: [Int32]) {
        let run = processes.first { sender.belongs(to: $0.value.pid, of: $0.value.user) }?.key
        guard let run else {
            for descriptor in passed { close(descriptor) }
            return
        }
        keep(passed, notification.storing)
        if let time = notification.moreTime { handle(.moreTime(run: run, time)) }
        if notification.isReady { becomeReady(run) }
        if notification.isStopping { handle(.stopping(run: run)) }
    }

    private func keep(_ passed: [Int32], _ storing: ServiceNotification.Storing?) {
        switch storing {
        case .store(let name):
            for descriptor in passed {
                let isKept = store.add(descriptor, name)
                surroundings.tell(
                    .service(service.name, isKept ? .stored(name, of: store.count) : .notStored(name)))
            }
        case .remove(let name):
            store.remove(name)
            for descriptor in passed { close(descriptor) }
        case nil: for descriptor in passed { close(descriptor) }
        }
    }
}
