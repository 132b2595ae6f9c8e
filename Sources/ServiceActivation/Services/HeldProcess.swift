import CPlatform
import Glibc
import ServiceSupervision

/// A process of a service.
struct HeldProcess {
    let pid: pid_t
    /// A pidfd, which is this one's.
    let watch: Int32
    /// Whether we have started it: others' we can only watch.
    let isChild: Bool
    /// Whom it runs as.
    let user: uid_t
    var ending: EventLoop.Watch?

    init(_ process: SpawnedProcess, user: uid_t) {
        pid = process.pid
        watch = process.watch
        isChild = true
        self.user = user
    }

    /// - Parameter watch: a pidfd.
    init(adopting pid: pid_t, watch: Int32, user: uid_t) {
        self.pid = pid
        self.watch = watch
        isChild = false
        self.user = user
    }

    func send(_ signal: Int32) {
        _ = platform_process_signal(watch, signal)
        // What is stopped hears nothing.
        if signal == SIGTERM { _ = platform_process_signal(watch, SIGCONT) }
    }

    /// With all that it has started in its group.
    func killAll() {
        guard platform_process_signal(watch, 0) == 0 else { return }
        // While it has not been waited for, nobody else can have the number, nor a group of that number.
        kill(-pid, SIGKILL)
        _ = platform_process_signal(watch, SIGKILL)
    }

    /// How it has ended; nil where the kernel does not tell. It is gone then, with what is left of its group.
    func finish() -> ProcessEnd? {
        defer { close(watch) }
        guard !isChild else { return SpawnedProcess(pid: pid, watch: watch).finish() }
        let status = platform_process_exit_status(watch)
        guard status >= 0 else { return nil }
        return status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
    }
}
