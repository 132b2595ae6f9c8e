import CPlatform
import DNSCore
import Glibc
import Synchronization

/// Serves by UDP on some sockets, with threads of its own.
package final class DatagramServer: Sendable {
    /// Where it serves, with the ports that the kernel chose.
    package let places: [SocketPlace]
    /// By thread.
    private let sockets: [[DatagramSocket]]
    private let quick: @Sendable (Span<UInt8>, Requester) -> QuickReply
    private let slow: SlowRequests
    private let wakeup: Int32
    private let threads = Mutex(Threads())

    private struct Threads {
        var running = 0
        var waiter: CheckedContinuation<Void, Never>?
    }

    /// - Parameters:
    ///   - sockets: What to serve at.
    ///   - threadCount: How many threads share what comes.
    ///   - quick: Answers what needs nobody else, on the server's threads, several at once.
    ///   - slow: Answers what `quick` leaves for later, in a task; nil for silence. Of these there are only so many under
    ///     way, and what is longer than the request allows is not sent.
    package init(
        sockets: [DatagramSocket], threadCount: Int = 1,
        quick: @escaping @Sendable (Span<UInt8>, Requester) -> QuickReply,
        slow: @escaping @Sendable ([UInt8], Requester) async -> [UInt8]?
    ) throws(DatagramServerError) {
        places = sockets.map(\.place)
        self.sockets = try Self.spread(sockets, over: max(1, threadCount))
        self.quick = quick
        self.slow = SlowRequests(slow)
        wakeup = platform_wakeup_open()
        guard wakeup >= 0 else { throw DatagramServerError(.wakeup, errno: errno) }
    }

    deinit { close(wakeup) }

    private static func spread(
        _ sockets: [DatagramSocket], over threadCount: Int
    ) throws(DatagramServerError) -> [[DatagramSocket]] {
        var byThread = [[DatagramSocket]](repeating: [], count: threadCount)
        for socket in sockets {
            for (thread, share) in try socket.spread(over: threadCount).enumerated() { byThread[thread].append(share) }
        }
        return byThread
    }

    /// Begins to serve. Once only.
    package func start() throws(DatagramServerError) {
        do {
            for sockets in sockets {
                let work = ThreadWork(try DatagramLoop(sockets: sockets, wakeup: wakeup, quick: quick, slow: slow))
                try startServerThread { [self] in
                    work.run()
                    endOne()
                }
                threads.withLock { $0.running += 1 }
            }
        } catch {
            platform_wakeup_signal(wakeup)
            throw error
        }
    }

    /// Hands a loop over to the thread that it is for.
    private final class ThreadWork: Sendable {
        private let loop: Mutex<DatagramLoop?>

        init(_ loop: consuming sending DatagramLoop) { self.loop = Mutex(loop) }

        func run() {
            guard var loop = loop.withLock({ $0.take() }) else { return }
            loop.run()
        }
    }

    private func endOne() {
        let waiter = threads.withLock { threads in
            threads.running -= 1
            return threads.running == 0 ? threads.waiter.take() : nil
        }
        waiter?.resume()
    }

    /// Ends the threads, lets the requests end that are under way, and closes the sockets. Once only.
    package func stop() async {
        platform_wakeup_signal(wakeup)
        await withCheckedContinuation { continuation in
            let isOver = threads.withLock { threads in
                if threads.running > 0 { threads.waiter = continuation }
                return threads.running == 0
            }
            if isOver { continuation.resume() }
        }
        await slow.drain()
        for socket in sockets.joined() { socket.close() }
    }
}
