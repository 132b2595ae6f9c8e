import CPlatform
import DNSCore
import Synchronization

/// Requests whose answers take longer than a thread that has others to answer may wait: each in a task, and never more of
/// them at once than a bound. One too many is dropped; who has sent it sends it again.
final class SlowRequests: Sendable {
    private static let most = 1024

    private struct State {
        var underWay = 0
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let handler: @Sendable ([UInt8], Requester) async -> [UInt8]?

    init(_ handler: @escaping @Sendable ([UInt8], Requester) async -> [UInt8]?) { self.handler = handler }

    func take(_ request: [UInt8], from requester: Requester, by socket: DatagramSocket, _ path: platform_return_path) {
        let isTaken = state.withLock { state in
            guard state.underWay < Self.most else { return false }
            state.underWay += 1
            return true
        }
        guard isTaken else { return }
        Task {
            if let answer = await handler(request, requester),
                let limit = ReceivedQuery(request.span)?.limit(isStream: false),
                answer.count <= limit
            {
                socket.send(answer, along: path)
            }
            endOne()
        }
    }

    private func endOne() {
        let waiter = state.withLock { state in
            state.underWay -= 1
            return state.underWay == 0 ? state.waiter.take() : nil
        }
        waiter?.resume()
    }

    /// Waits until none is under way. One waiter at a time.
    func drain() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.underWay > 0 { state.waiter = continuation }
                return state.underWay == 0
            }
            if isIdle { continuation.resume() }
        }
    }
}
