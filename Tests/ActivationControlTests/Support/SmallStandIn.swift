import ActivationControl
import Dispatch
import Glibc
import PeerServers
import Synchronization

/// A stand-in that starts nothing: it says what it is told to, and hands out sockets.
final class SmallStandIn: Sendable {
    struct Script: Sendable {
        var services: [ServiceReport] = []
        /// What `take` hands out, by their names.
        var sockets: [(name: String, descriptor: Int32)] = []
        var notifySocket: String?
        /// What it answers to everything.
        var refusal: String?
        /// It leaves, so often, whoever asks.
        var leavings = 0
        /// It answers nothing.
        var isSilent = false
    }

    let path: String
    let script: Mutex<Script>
    /// All requests, and what is said besides.
    let heard = Heard()
    private let listener: ControlListener
    private let ending = Pipe()
    private let queue = DispatchQueue(label: "stand-in")

    init(at path: String, replacing: Bool = false, _ script: Script = Script()) throws {
        self.path = path
        self.script = Mutex(script)
        listener = try ControlListener(at: path, replacing: replacing)
        queue.async { [self] in run() }
    }

    /// It leaves; whoever has connected by then is answered before.
    func end(removing: Bool = true) {
        listener.end(removing: removing)
        close(ending.writing.take())
    }

    /// To be called once it has been told to.
    func waitForEnd() { queue.sync {} }

    /// Says what has become of a service to whoever watches.
    func report(_ report: ServiceReport, waiting: Bool = false) {
        for watcher in watchers.withLock({ $0 }) {
            _ = watcher.send(report.message, within: waiting ? .seconds(10) : .zero)
        }
    }

    private let watchers = Mutex<[ControlConnection]>([])

    private func run() {
        var connections: [ControlConnection] = []
        var isEnding = false
        while !isEnding {
            var watched = [ending.reading.descriptor, listener.descriptor].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            watched += connections.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            poll(&watched, nfds_t(watched.count), -1)
            isEnding = watched[0].revents != 0
            while let connection = listener.accept() { connections.append(connection) }
            connections.removeAll { !serve($0, waiting: isEnding) }
        }
        for watcher in watchers.withLock({ $0 }) { watcher.end() }
    }

    /// - Returns: whether it goes on.
    private func serve(_ connection: ControlConnection, waiting: Bool) -> Bool {
        switch waiting ? connection.receive(within: .milliseconds(200)) : connection.receive() {
        case .nothing: return true
        case .ended: return false
        case .message(let message, _):
            heard.append(message, from: connection.peer)
            return script.withLock { answer(message, on: connection, $0.leave(), $0) }
        }
    }

    private func answer(
        _ message: ControlMessage, on connection: ControlConnection, _ leaves: Bool, _ script: Script
    ) -> Bool {
        if leaves { return false }
        if script.isSilent { return true }
        if let refusal = script.refusal { return connection.send(.refusal(refusal)) == .sent }
        switch ControlRequest(message) {
        case .status?, .watch?:
            for service in script.services { _ = connection.send(service.message, within: .seconds(10)) }
            if message["REQUEST"] == "watch" { watchers.withLock { $0.append(connection) } }
            _ = connection.send(.end, within: .seconds(10))
        case .start?, .stop?, .upgrade?: _ = connection.send(.end)
        case .take(let service)?:
            let handover = SocketHandover(service, sockets: script.sockets, notifySocket: script.notifySocket)
            for packet in handover.packets { _ = connection.send(packet.message, passing: packet.descriptors) }
        case .replace?, nil: _ = message.isReady ? .sent : connection.send(.refusal("not understood"))
        }
        return true
    }
}

extension SmallStandIn.Script {
    fileprivate mutating func leave() -> Bool {
        guard leavings > 0 else { return false }
        leavings -= 1
        return true
    }
}

/// What was said, in its order.
final class Heard: Sendable {
    private let messages = Mutex<[(ControlMessage, ControlPeer)]>([])

    func append(_ message: ControlMessage, from peer: ControlPeer) { messages.withLock { $0.append((message, peer)) } }

    var all: [ControlMessage] { messages.withLock { $0.map(\.0) } }
    var peers: [ControlPeer] { messages.withLock { $0.map(\.1) } }

    /// Waits until something like it has been said.
    func first(where isMeant: (ControlMessage) -> Bool) async throws -> ControlMessage {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if let found = all.first(where: isMeant) { return found }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw PeerError.cannotStart("nothing like it was said: \(all)")
    }
}
