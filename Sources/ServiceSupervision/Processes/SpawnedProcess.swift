import CPlatform
import Glibc

/// A child process, in a process group of its own.
package struct SpawnedProcess: Hashable, Sendable {
    package let pid: pid_t
    /// A pidfd, which becomes readable when the process has ended. It is the caller's to close.
    package let watch: Int32

    /// Starts a program; returns once it is the program's own code that runs.
    package init(_ command: Command) throws(SpawnError) {
        var watch: Int32 = -1
        var step: Int32 = 0
        var error: Int32 = 0
        pid = SpawnRequest.with(command) { request in
            let pid = withUnsafePointer(to: request) { platform_spawn($0, &watch, &step) }
            error = errno
            return pid
        }
        guard pid > 0 else { throw SpawnError(step: step, errno: error, command: command) }
        self.watch = watch
    }

    /// A child of ours that has been started already.
    package init(pid: pid_t, watch: Int32) {
        self.pid = pid
        self.watch = watch
    }

    /// Waits until it has ended, and kills what is left of its process group.
    package func finish() -> ProcessEnd {
        var isBySignal: Int32 = 0
        let code = platform_process_finish(pid, &isBySignal)
        return isBySignal == 0 ? .exited(code) : .signalled(code - 128)
    }
}
