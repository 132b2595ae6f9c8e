import Glibc

/// How many descriptors this process may have open (RLIMIT_NOFILE).
package enum DescriptorLimit {
    package static var current: Int { Int(clamping: limits.rlim_cur) }

    /// Raises the limit as far as the system lets this process. Probes in flight need one descriptor each, and many
    /// systems start programs with 1,024.
    package static func raise() {
        var limits = original
        guard limits.rlim_cur < limits.rlim_max else { return }
        limits.rlim_cur = limits.rlim_max
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    }

    /// Gives back what was raised: programs that we start may not be prepared for as many.
    package static func restore() {
        var limits = original
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    }

    /// What programs that we start are prepared for, whatever was raised.
    package static var unraised: Int { Int(clamping: original.rlim_cur) }

    /// What this process was started with.
    private static let original = limits

    /// How many of them probes may take: the rest of the process keeps a quarter, 256 at most.
    static var forProbes: Int { max(1, current - min(256, current / 4)) }

    private static var limits: rlimit {
        var limits = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else {
            return rlimit(rlim_cur: 256, rlim_max: 256)
        }
        return limits
    }
}
