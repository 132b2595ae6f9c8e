import Dispatch
import Glibc
import Synchronization

/// Many clients at once, on a thread of their own.
package final class LoadClient: Sendable {
    /// What came of them.
    package struct Tally: Sendable {
        package var ends: [ConversationEnd: Int] = [:]
        /// From connecting to the end.
        package var slowest: Duration = .zero

        package var answered: Int { ends.reduce(0) { if case .answered = $1.key { $0 + $1.value } else { $0 } } }
        package var silent: Int { ends[.silent] ?? 0 }
        package var reset: Int { ends[.reset] ?? 0 }
        package var refused: Int { ends[.refused] ?? 0 }
        package var late: Int { ends[.late] ?? 0 }
        package var count: Int { ends.values.reduce(0, +) }

        /// The different answers that came.
        package var answers: Set<String> {
            Set(ends.keys.compactMap { if case .answered(let text) = $0 { text } else { nil } })
        }
    }

    private struct State {
        var isStopped = false
        var tally: Tally?
        /// Conversations that have ended.
        var ended = 0
    }

    private let state: Mutex<State>

    /// - Parameters:
    ///   - clients: at any time.
    ///   - isRepeated: whether another one comes in place of each that has ended, until `stop()`.
    ///   - patience: what each has until its answer is there.
    package init(
        _ clients: Int, at place: ClientPlace, saying question: String, isRepeated: Bool,
        patience: Duration = .seconds(30)
    ) {
        allowOpenFiles(clients + 200)
        state = Mutex(State(isStopped: !isRepeated))
        DispatchQueue(label: "load").async { [self] in
            var crowd = Crowd(place, question, patience)
            while crowd.count < clients { crowd.enter() }
            while crowd.count > 0 {
                crowd.wait()
                let isStopped = state.withLock {
                    $0.ended = crowd.tally.count
                    return $0.isStopped
                }
                while !isStopped, crowd.count < clients { crowd.enter() }
            }
            state.withLock { $0.tally = crowd.tally }
        }
    }

    /// So many have come to an end.
    package var ended: Int { state.withLock { $0.ended } }

    /// Lets those that are there come to their end.
    @discardableResult
    package func stop() async throws -> Tally {
        state.withLock { $0.isStopped = true }
        while true {
            if let tally = state.withLock({ $0.tally }) { return tally }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// So many clients, all at once, to their end.
    package static func burst(
        _ clients: Int, at place: ClientPlace, saying question: String, patience: Duration = .seconds(30)
    ) async throws -> Tally {
        try await LoadClient(clients, at: place, saying: question, isRepeated: false, patience: patience).stop()
    }
}

/// Those that are there at a time.
private struct Crowd {
    private final class Client {
        var conversation: Conversation
        let since = ContinuousClock.now

        init(_ place: ClientPlace, _ question: String) { conversation = Conversation(with: place, saying: question) }
    }

    private let place: ClientPlace
    private let question: String
    private let patience: Duration
    private var clients: [Client] = []
    private(set) var tally = LoadClient.Tally()

    init(_ place: ClientPlace, _ question: String, _ patience: Duration) {
        (self.place, self.question, self.patience) = (place, question, patience)
    }

    var count: Int { clients.count }

    mutating func enter() { clients.append(Client(place, question)) }

    /// Waits until something happens to somebody, a tenth of a second at most.
    mutating func wait() {
        var watched = clients.map { pollfd(fd: $0.conversation.descriptor, events: $0.conversation.events, revents: 0) }
        poll(&watched, nfds_t(watched.count), clients.contains { $0.conversation.end != nil } ? 0 : 100)
        let now = ContinuousClock.now
        for (client, state) in zip(clients, watched) {
            if state.revents != 0 { client.conversation.proceed() }
            if client.since.advanced(by: patience) < now { client.conversation.giveUp() }
            guard let end = client.conversation.end else { continue }
            tally.ends[end, default: 0] += 1
            tally.slowest = max(tally.slowest, client.since.duration(to: now))
        }
        clients.removeAll { $0.conversation.end != nil }
    }
}

/// Raises our limit where it is lower than that, and may be raised.
private func allowOpenFiles(_ count: Int) {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < rlim_t(count) else {
        return
    }
    limit.rlim_cur = min(limit.rlim_max, rlim_t(count))
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}
