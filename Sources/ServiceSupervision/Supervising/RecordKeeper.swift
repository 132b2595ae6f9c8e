import Synchronization

/// Brings what DNS says in line with what is wanted, one thing after the other.
final class RecordKeeper: Sendable {
    enum Event: Sendable {
        /// The records stand, or it is known why they do not yet.
        case registered((any Error)?)
        case withdrawn((any Error)?)
    }

    private let records: any ServiceRecords
    private let tell: @Sendable (Event) -> Void
    private let current = Mutex<Task<Void, Never>?>(nil)

    init(_ records: any ServiceRecords, tell: @escaping @Sendable (Event) -> Void) {
        self.records = records
        self.tell = tell
    }

    /// Registers, and holds until something else is wanted.
    func register() {
        follow { [records, tell] in
            do {
                try await records.register()
                tell(.registered(nil))
            } catch {
                // Something else is wanted by now.
                guard !Task.isCancelled else { return }
                tell(.registered(error))
            }
            await records.hold()
        }
    }

    func withdraw() {
        follow { [records, tell] in
            // A task of its own: it is not broken off with this one.
            let withdrawal = Task { try await records.withdraw() }
            switch await withdrawal.result {
            case .success: tell(.withdrawn(nil))
            case .failure(let error): tell(.withdrawn(error))
            }
        }
    }

    /// Holds no more, and returns once nothing is under way.
    func stop() async {
        let last = current.withLock { $0 }
        last?.cancel()
        await last?.value
    }

    /// What is under way is broken off where it can be; a withdrawal is seen through.
    private func follow(_ body: @escaping @Sendable () async -> Void) {
        current.withLock { current in
            let previous = current
            previous?.cancel()
            current = Task {
                await previous?.value
                await body()
            }
        }
    }
}
