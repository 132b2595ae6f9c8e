import ActivationControl
import CPlatform
import Glibc

extension HandedService {
    /// - Parameter state: nil where others take the clients.
    func watchSockets(in state: ServiceState?) {
        guard state != watchedIn else { return }
        watchedIn = state
        for watch in watches { surroundings.events.unwatch(watch) }
        watches = []
        nextLook = nil
        guard state != nil else { return }
        if gateOpens != nil { openGate() }
        for socket in sockets {
            Deferral.set(service.wake == .data, of: socket.descriptor)
            // Who waits there already is told of at once.
            let watch = surroundings.events.watch(socket.descriptor, for: .arrivals) { [weak self] in
                self?.silentLooks = 0
                self?.arrived(at: socket)
            }
            if let watch { watches.append(watch) } else { say(.trouble("\(socket.label.place): \(errorText)")) }
        }
    }

    private func arrived(at socket: HeldSocket) {
        guard service.wake == .data, socket.label.isStream else { return handle(.wanted) }
        switch AcceptQueue.look(at: socket.descriptor) {
        case .data, .crowded: handle(.wanted)
        case .silent: nextLook = .now + silencePause
        case .empty: break
        }
    }

    func lookAgain() {
        nextLook = nil
        silentLooks += 1
        for socket in sockets where watchedIn != nil { arrived(at: socket) }
    }

    /// Short at first: where the kernel defers nothing, as for Unix sockets, a client's first words come a moment later.
    private var silencePause: Duration { min(.milliseconds(1 << min(silentLooks, 10)), .seconds(1)) }

    var clientsWait: Bool { sockets.contains(where: \.hasWaiting) }

    func dismissClients() {
        let count = sockets.reduce(0) { $0 + $1.dismissWaiting() }
        if count > 0 { say(.dismissed(count)) }
    }

    // MARK: - Idling

    /// Whoever comes at the moment when the process is told to end is not to be taken by it any more: he knocks again a second
    /// later, when the process has ended or is deaf.
    func confirmIdle() {
        for socket in sockets where platform_listener_gate_close(socket.descriptor) == 0 {
            gateOpens = .now + Self.gatePause
        }
        let places = CountedPlaces(of: sockets)
        let isIdle = ConnectionCounts(at: places).count(at: places) + takenDatagrams() == 0
        if !isIdle { openGate() }
        handle(.idle(isIdle))
    }

    func openGate() {
        gateOpens = nil
        for socket in sockets { _ = platform_listener_gate_open(socket.descriptor) }
    }

    private static var gatePause: Duration { .seconds(1) }

    /// How many of the datagram sockets have had something since this was last asked.
    func takenDatagrams() -> Int {
        var count = 0
        for socket in sockets where !socket.label.isStream {
            let stamp = platform_datagram_last_taken(socket.descriptor)
            if socket.hasWaiting || stamp != datagramStamps[socket.descriptor, default: 0] { count += 1 }
            datagramStamps[socket.descriptor] = stamp
        }
        return count
    }

    private var errorText: String { String(cString: strerror(errno)) }
}
