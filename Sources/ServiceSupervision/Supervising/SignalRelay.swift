import CPlatform
import Dispatch
import Glibc

/// Catches the signals that are sent to us, for the program that we run.
package enum SignalRelay {
    /// Signals that ask for the end, a word with the program, or nothing more than to be passed on.
    /// - Parameter pass: called for each of them, one after the other, as long as this process lives.
    /// - Returns: false where signals cannot be caught.
    package static func start(_ pass: @escaping @Sendable (Int32) -> Void) -> Bool {
        let descriptor = platform_signals_open_to_pass_on()
        guard descriptor >= 0 else { return false }
        // A serial queue has a thread of its own while it blocks.
        DispatchQueue(label: "svctop.signals").async {
            platform_signals_unblock()
            while true {
                var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&ready, 1, -1)
                while case let signal = platform_signals_next(), signal != 0 {
                    pass(signal)
                    guard signal == SIGTSTP else { continue }
                    // Ctrl-Z stops the program, and then us; `fg` is for us alone.
                    platform_stop_process(0)
                    pass(SIGCONT)
                }
            }
        }
        return true
    }
}
