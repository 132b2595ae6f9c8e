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
    private let isKept: Bool
    private let onWithdrawal: @Sendable () async -> Void

    /// - Parameters:
    ///   - isRefused: they cannot be registered.
    ///   - isKept: they cannot be withdrawn.
    init(
        refusing isRefused: Bool = false, keeping isKept: Bool = false,
        onWithdrawal: @escaping @Sendable () async -> Void = {}
    ) {
        self.isRefused = isRefused
        self.isKept = isKept
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
        if isKept { throw Refused() }
        acts.withLock { $0.append(.withdrawn) }
    }
}
