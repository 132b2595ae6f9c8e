import Glibc

/// A process and what has come of it.
enum ProcessTree {
    /// Whether it has no children, none that have ended and are not waited for either.
    static func isAlone(_ process: pid_t) -> Bool {
        SmallFile.text("/proc/\(process)/task/\(process)/children").isEmpty
    }

    /// Seconds of processor time, user and system, of the process and of those below it that run.
    static func processor(of process: pid_t) -> Double {
        let children = SmallFile.text("/proc/\(process)/task/\(process)/children").split(separator: " ")
        return children.compactMap { pid_t($0) }.reduce(Clock.processor(of: process) ?? 0) {
            $0 + self.processor(of: $1)
        }
    }
}
