import NIOCore
import Synchronization

/// What has been read from a connection and not been taken yet: a bounded number of reads.
///
/// The event loop puts in, one task takes out. While the queue is full nothing is read, so the server has to wait.
final class ChunkQueue: Sendable {
    /// With reads of up to 256 KiB: about a megabyte and a half at the most.
    private static let capacity = 4

    private struct State {
        var chunks: [ByteBuffer] = []
        var waiting: CheckedContinuation<Void, Never>?
        /// Why there will be no more: the peer has closed, or an error.
        var end: Result<Void, ClientError>?
        /// Nobody reads: whoever makes room has to ask for it.
        var isPaused = false
    }

    private let state = Mutex(State())

    /// Whether to read on.
    var hasRoom: Bool { state.withLock { !$0.isPaused } }

    func put(_ chunk: ByteBuffer) {
        let waiting = state.withLock { state in
            if state.end == nil { state.chunks.append(chunk) }
            state.isPaused = state.chunks.count >= Self.capacity
            return state.waiting.take()
        }
        waiting?.resume()
    }

    /// The first end counts; what was put in before can still be taken.
    func finish(_ end: Result<Void, ClientError>) {
        let waiting = state.withLock { state in
            if state.end == nil { state.end = end }
            return state.waiting.take()
        }
        waiting?.resume()
    }

    /// The next bytes, or nothing when the peer has closed.
    /// - Parameter readMore: called when reading has to be taken up again.
    func next(readMore: () -> Void) async throws(ClientError) -> ByteBuffer? {
        while true {
            switch take() {
            case .chunk(let chunk, let wasPaused):
                if wasPaused { readMore() }
                return chunk
            case .end(let end):
                try end.get()
                return nil
            case .nothingYet:
                await withCheckedContinuation { continuation in
                    if let stale = wait(continuation) { stale.resume() }
                }
            }
        }
    }

    private enum Taken {
        case chunk(ByteBuffer, wasPaused: Bool)
        case end(Result<Void, ClientError>)
        case nothingYet
    }

    private func take() -> Taken {
        state.withLock { state in
            guard !state.chunks.isEmpty else { return state.end.map(Taken.end) ?? .nothingYet }
            let chunk = state.chunks.removeFirst()
            let resumes = state.isPaused && state.chunks.count <= Self.capacity / 2
            if resumes { state.isPaused = false }
            return .chunk(chunk, wasPaused: resumes)
        }
    }

    /// - Returns: the continuation, if it need not wait after all.
    private func wait(_ continuation: CheckedContinuation<Void, Never>) -> CheckedContinuation<Void, Never>? {
        state.withLock { state in
            guard state.chunks.isEmpty, state.end == nil else { return continuation }
            state.waiting = continuation
            return nil
        }
    }
}
