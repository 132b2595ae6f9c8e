import Glibc

/// How many connections and pipes the descriptors of this process are enough for: none that was accepted is to wait for
/// one to the service, and look-ups need some, too.
struct DescriptorBudget: Hashable {
    var connections: Int
    var pipes: Int

    /// Left to the rest of the process.
    private static let reserve = 64

    /// - Parameter limit: On all that is open (RLIMIT_NOFILE).
    init(limit: Int, wanted connections: Int) {
        let available = max(0, limit - min(Self.reserve, limit / 2))
        // Two each, and where there are few, a third of them for pipes, which are worth having and can be done without.
        self.connections = max(1, min(connections, available / 3))
        pipes = max(0, available - 2 * self.connections) / 2
    }

    static func current(wanted connections: Int) -> DescriptorBudget {
        var limits = rlimit()
        let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0
        return DescriptorBudget(limit: isKnown ? Int(clamping: limits.rlim_cur) : 256, wanted: connections)
    }
}
