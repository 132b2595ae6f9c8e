import ActivationControl
import Dispatch
import Glibc
import PeerServers
import Synchronization

/// Somebody who says on a real control socket what the test wants: of one service, `web`.
final class FakeStandIn: Sendable {
    private struct State {
        var report: ServiceReport
        var watching: [ControlConnection] = []
        var dialogues: [ControlConnection] = []
        var asked: [ControlRequest] = []
        var isEnding = false
        /// What becomes of the service when it is asked for; nil: it refuses.
        var onStart: [ServiceReport]? = []
    }

    private let control: ControlListener
    private let state: Mutex<State>

    init(in folder: String, _ report: ServiceReport) throws {
        control = try ControlListener(at: "\(folder)/web.sock")
        state = Mutex(State(report: report))
        DispatchQueue(label: "fake stand-in").async { [self] in serve() }
    }

    var asked: [ControlRequest] { state.withLock { $0.asked } }

    func onStart(_ reports: [ServiceReport]?) { state.withLock { $0.onStart = reports } }

    func say(_ report: ServiceReport) {
        state.withLock { state in
            state.report = report
            for connection in state.watching { _ = connection.send(report.message) }
        }
    }

    func end() {
        control.end(removing: true)
        state.withLock { state in
            state.isEnding = true
            for connection in state.watching + state.dialogues { shutdown(connection.descriptor, Int32(SHUT_RDWR)) }
        }
    }

    private func serve() {
        while !state.withLock({ $0.isEnding }) {
            var watched = state.withLock { [control.descriptor] + $0.dialogues.map(\.descriptor) }
                .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&watched, nfds_t(watched.count), 20) > 0 else { continue }
            if let connection = control.accept() { state.withLock { $0.dialogues.append(connection) } }
            for connection in state.withLock({ $0.dialogues }) { answer(connection) }
        }
    }

    private func answer(_ connection: ControlConnection) {
        switch connection.receive() {
        case .nothing: return
        case .ended: state.withLock { $0.dialogues.removeAll { $0 === connection } }
        case .message(let message, _):
            guard let request = ControlRequest(message) else { return }
            hear(request, from: connection)
        }
    }

    private func hear(_ request: ControlRequest, from connection: ControlConnection) {
        let later = state.withLock { state -> [ServiceReport] in
            state.asked.append(request)
            switch request {
            case .status, .watch:
                _ = connection.send(state.report.message)
                _ = connection.send(.end)
                if request == .watch { state.watching.append(connection) }
            case .start:
                guard let reports = state.onStart else {
                    _ = connection.send(.refusal("you may not"))
                    return []
                }
                _ = connection.send(.end)
                return reports
            default: break
            }
            return []
        }
        for report in later { say(report) }
    }
}
