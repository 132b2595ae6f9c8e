import CPlatform
import Dispatch
import Glibc

/// A program that runs for us, in a process group of its own.
package final class ServiceProcess: Sendable {
    package let pid: pid_t
    /// A pidfd: a signal through it never reaches another process that has got the number since.
    private let watch: Int32

    private init(pid: pid_t, watch: Int32) {
        self.pid = pid
        self.watch = watch
    }

    deinit { close(watch) }

    /// Starts a program; returns once it is the program's own code that runs.
    ///
    /// What is left of its process group when it ends is killed then.
    /// - Parameter onEnd: called once, when it has ended.
    package static func start(
        _ command: Command, onEnd: @escaping @Sendable (ProcessEnd) -> Void
    ) async throws(SpawnError) -> ServiceProcess {
        let result = await withCheckedContinuation { continuation in
            // The kernel takes the thread that forks for the parent, and sends `signalAtOurEnd` when that ends: so it stays
            // with its child. A serial queue has a thread of its own while it blocks.
            DispatchQueue(label: "svctop.process").async {
                let result = Result { () throws(SpawnError) in try SpawnedProcess(command) }
                continuation.resume(returning: result.map { ServiceProcess(pid: $0.pid, watch: $0.watch) })
                if case .success(let process) = result { onEnd(process.finish()) }
            }
        }
        return try result.get()
    }

    /// Sends it a signal; to no one once it has ended.
    package func send(_ signal: Int32) { _ = platform_process_signal(watch, signal) }

    /// Sends a signal to it and to all that it has started in its group. To be called only before `onEnd` is.
    package func sendToGroup(_ signal: Int32) {
        // While it has not been waited for, nobody else can have the number.
        guard platform_process_signal(watch, 0) == 0 else { return }
        kill(-pid, signal)
    }
}
