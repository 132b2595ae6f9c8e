import CPlatform
import Glibc
import Synchronization

/// One thread that runs the screen's jobs and, between them, waits in poll(2) for the terminal, signals and more jobs.
final class ScreenExecutor: SerialExecutor {
    enum Wakeup {
        /// With poll's `revents`.
        case input(CInt)
        case signals
        case deadline
    }

    /// What to wait for besides jobs. The handler runs on the thread.
    struct Watch: Sendable {
        /// -1 for none.
        var input: CInt = -1
        var signals: CInt = -1
        /// On the monotonic clock, in milliseconds.
        var deadline: Int?
        var handler: @Sendable (Wakeup) -> Void = { _ in }
    }

    private struct State {
        var jobs: [UnownedJob] = []
        var watch = Watch()
        var isStopped = false
    }

    private let state = Mutex(State())
    private let thread = Mutex<pthread_t?>(nil)
    private let wakeup: CInt

    init() throws(ScreenError) {
        wakeup = platform_wakeup_open()
        guard wakeup >= 0 else { throw .system(call: "eventfd", errno: errno) }
        let retained = Unmanaged.passRetained(self)
        var handle = pthread_t()
        let result = pthread_create(&handle, nil, screenThread, retained.toOpaque())
        guard result == 0 else {
            retained.release()
            throw .system(call: "pthread_create", errno: result)
        }
        pthread_detach(handle)
    }

    deinit {
        close(wakeup)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isFirst = state.withLock { state in
            state.jobs.append(job)
            return state.jobs.count == 1
        }
        if isFirst { platform_wakeup_signal(wakeup) }
    }

    func checkIsolated() {
        precondition(isIsolatingCurrentContext() == true, "not on the screen's thread")
    }

    func isIsolatingCurrentContext() -> Bool? {
        thread.withLock { $0.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    /// Takes effect when the thread next waits. To be called on it.
    func watch(_ change: @Sendable (inout Watch) -> Void) {
        state.withLock { change(&$0.watch) }
    }

    /// Ends the thread once it has run the jobs that it has.
    func stop() {
        state.withLock { $0.isStopped = true }
        platform_wakeup_signal(wakeup)
    }

    static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    fileprivate func run() {
        thread.withLock { $0 = pthread_self() }
        platform_signals_unblock()
        platform_signal_stack_install()
        while !state.withLock({ $0.isStopped && $0.jobs.isEmpty }) { wait() }
    }

    private func wait() {
        let watch = state.withLock { $0.watch }
        var descriptors = [
            pollfd(fd: wakeup, events: Int16(POLLIN), revents: 0),
            pollfd(fd: watch.signals, events: Int16(POLLIN), revents: 0),
            pollfd(fd: watch.input, events: Int16(POLLIN), revents: 0),
        ]
        let timeout = watch.deadline.map { CInt(clamping: max(0, $0 - Self.now())) } ?? -1
        let ready = poll(&descriptors, nfds_t(descriptors.count), timeout)
        if descriptors[0].revents != 0 { platform_wakeup_drain(wakeup) }
        runJobs()
        guard ready >= 0 else { return }
        if descriptors[1].revents != 0 { watch.handler(.signals) }
        if descriptors[2].revents != 0 {
            watch.handler(.input(CInt(descriptors[2].revents)))
        } else if let deadline = watch.deadline, Self.now() >= deadline {
            watch.handler(.deadline)
        }
    }

    private func runJobs() {
        while true {
            let jobs = state.withLock { state in
                let jobs = state.jobs
                state.jobs.removeAll(keepingCapacity: true)
                return jobs
            }
            if jobs.isEmpty { return }
            for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }
}

private let screenThread: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
    guard let context else { return nil }
    let executor = Unmanaged<ScreenExecutor>.fromOpaque(context).takeRetainedValue()
    executor.run()
    return nil
}
