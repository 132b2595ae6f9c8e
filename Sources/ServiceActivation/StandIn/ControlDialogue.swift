import ActivationControl
import Glibc

/// Somebody on the control socket, and what he asks.
final class ControlDialogue {
    let connection: ControlConnection
    private(set) var isWatching = false
    private unowned let loop: StandInLoop
    private var reading: EventLoop.Watch?
    private var writing: EventLoop.Watch?
    /// What he has no room for yet.
    private var unsent: [Packet] = []
    private var firstUnsent = 0
    private var becomeReady: (() -> Void)?

    private struct Packet {
        let message: ControlMessage
        let descriptors: [Int32]
    }

    /// Who does not read is left.
    private static let mostUnsent = 16_384

    init(_ connection: ControlConnection, _ loop: StandInLoop) {
        self.connection = connection
        self.loop = loop
    }

    func begin() {
        reading = loop.surroundings.events.watch(connection.descriptor) { [weak self] in self?.listen() }
        if reading == nil { loop.forget(self) }
    }

    // MARK: - Hearing

    private func listen() {
        switch connection.receive() {
        case .message(let message, _): hear(message)
        case .nothing: break
        case .ended: end()
        }
    }

    private func hear(_ message: ControlMessage) {
        if message.isReady, let becomeReady {
            self.becomeReady = nil
            return becomeReady()
        }
        guard let request = ControlRequest(message) else {
            return say(.refusal("this request is not known"))
        }
        do throws(RequestRefusal) {
            try answer(request)
        } catch {
            say(.refusal(error.words))
        }
    }

    private func answer(_ request: ControlRequest) throws(RequestRefusal) {
        switch request {
        case .status: tellAll()
        case .watch:
            tellAll()
            isWatching = true
        case .start(let name):
            try service(name, for: "start").start()
            say(.end)
        case .stop(let name):
            try service(name, for: "stop").stop()
            say(.end)
        case .upgrade(let name):
            try service(name, for: "upgrade").upgrade()
            say(.end)
        case .take(let name):
            let handover = try service(name).handOver(to: connection)
            becomeReady = handover.becomeReady
            for packet in handover.packets.packets { say(packet.message, passing: packet.descriptors) }
        case .replace: try handEverythingOver()
        }
    }

    private func tellAll() {
        for service in loop.services { say(service.report.message) }
        say(.end)
    }

    private func service(_ name: String) throws(RequestRefusal) -> any HeldService {
        guard let service = loop.service(named: name) else {
            throw RequestRefusal("there is no service '\(name)' here")
        }
        return service
    }

    private func service(_ name: String, for act: String) throws(RequestRefusal) -> any HeldService {
        let found = try service(name)
        try check(for: [0, geteuid(), found.service.uid], "\(act) it")
        return found
    }

    private func check(for users: Set<UInt32>, _ act: String) throws(RequestRefusal) {
        let user = connection.peer.user
        guard !users.contains(user) else { return }
        let names = users.sorted().map { $0 == 0 ? "root" : "user \($0)" }.joined(separator: " or ")
        throw RequestRefusal("user \(user) may not \(act): \(names) may")
    }

    private func handEverythingOver() throws(RequestRefusal) {
        try check(for: [0, geteuid()], "replace this stand-in")
        // Nothing is to change meanwhile: whoever comes waits.
        let end = ContinuousClock.now + StandInEstate.patience
        guard hand(["CONTROL": "1"], [loop.controlDescriptor], until: end) else { return self.end() }
        for packet in loop.services.flatMap(\.estate.packets) {
            guard hand(packet.message, packet.descriptors, until: end) else { return self.end() }
        }
        guard hand(.end, [], until: end), case .message(let answer, _) = connection.receive(within: end - .now),
            answer["TAKEN"] == "1"
        else { return self.end() }
        loop.leave()
    }

    private func hand(_ message: ControlMessage, _ descriptors: [Int32], until end: ContinuousClock.Instant) -> Bool {
        connection.send(message, passing: descriptors, within: end - .now) == .sent
    }

    // MARK: - Saying

    func say(_ message: ControlMessage, passing descriptors: [Int32] = []) {
        guard unsent.count - firstUnsent < Self.mostUnsent else { return end() }
        unsent.append(Packet(message: message, descriptors: descriptors))
        if writing == nil { send() }
    }

    private func send() {
        while firstUnsent < unsent.count {
            let packet = unsent[firstUnsent]
            switch connection.send(packet.message, passing: packet.descriptors) {
            case .sent, .tooMuch: firstUnsent += 1
            case .full: return waitForRoom()
            case .ended: return end()
            }
        }
        unsent = []
        firstUnsent = 0
        if let writing { loop.surroundings.events.unwatch(writing) }
        writing = nil
        watchReading()
    }

    /// A descriptor is watched for one thing at a time: who has no room is not listened to.
    private func waitForRoom() {
        guard writing == nil else { return }
        if let reading { loop.surroundings.events.unwatch(reading) }
        reading = nil
        writing = loop.surroundings.events.watch(connection.descriptor, for: .writable) { [weak self] in self?.send() }
        if writing == nil { end() }
    }

    private func watchReading() {
        guard reading == nil else { return }
        reading = loop.surroundings.events.watch(connection.descriptor) { [weak self] in self?.listen() }
    }

    private func end() {
        for watch in [reading, writing].compactMap({ $0 }) { loop.surroundings.events.unwatch(watch) }
        (reading, writing) = (nil, nil)
        isWatching = false
        loop.forget(self)
    }
}
