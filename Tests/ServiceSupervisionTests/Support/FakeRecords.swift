import Synchronization

@testable import ServiceSupervision

/// Records that are there when they are said to be, and what was done to them.
final class FakeRecords: ServiceRecords {
    enum Act: Hashable, Sendable {
        case registered
        case withdrawn
    }

    struct Refused: Error {}

    private let acts = Mutex<[Act]>([])
    private let isRefused: Bool
    private let onWithdrawal: @Sendable () async -> Void

    init(refusing isRefused: Bool = false, onWithdrawal: @escaping @Sendable () async -> Void = {}) {
        self.isRefused = isRefused
        self.onWithdrawal = onWithdrawal
    }

    var all: [Act] { acts.withLock { $0 } }

    func register() async throws {
        if isRefused { throw Refused() }
        acts.withLock { $0.append(.registered) }
    }

    func hold() async {
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(1000)) }
    }

    func withdraw() async throws {
        await onWithdrawal()
        acts.withLock { $0.append(.withdrawn) }
    }
}
