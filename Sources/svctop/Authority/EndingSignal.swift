import CPlatform
import Dispatch
import Glibc

/// Catches what asks the process to end, from when it is made.
struct EndingSignal {
    private let descriptor = platform_signals_open()

    /// - Returns: SIGINT, SIGTERM, SIGHUP or SIGQUIT; 0 where signals cannot be caught.
    func wait() async -> Int32 {
        guard descriptor >= 0 else { return 0 }
        return await withCheckedContinuation { continuation in
            // A serial queue has a thread of its own while it blocks.
            DispatchQueue(label: "svctop.signals").async {
                continuation.resume(returning: Self.next(from: descriptor))
            }
        }
    }

    private static func next(from descriptor: Int32) -> Int32 {
        platform_signals_unblock()
        while true {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&ready, 1, -1)
            while case let signal = platform_signals_next(), signal != 0 {
                if [SIGINT, SIGTERM, SIGHUP, SIGQUIT].contains(signal) { return signal }
            }
        }
    }
}
