import Glibc

/// Seconds on clocks that count from somewhere.
enum Clock {
    /// Time that never jumps.
    static var now: Double { read(CLOCK_MONOTONIC) }

    /// Processor time of this process, user and system, all threads.
    static var ownProcessor: Double { read(CLOCK_PROCESS_CPUTIME_ID) }

    /// Processor time of another process; nil once it is gone.
    static func processor(of process: pid_t) -> Double? {
        var clock = clockid_t()
        guard clock_getcpuclockid(process, &clock) == 0 else { return nil }
        return read(clock)
    }

    private static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
