import CPlatform
import Glibc

/// Which listeners have connections to take, and whether there is room for them.
///
/// Without room (a limit, or no descriptors left) nothing is taken for a while: those who wait are the kernel's.
struct AcceptGate {
    private let listeners: [ListeningSocket]
    private let limit: Int
    private var hasMore: [Bool]
    private var isShut = false
    private var pause: Pause?
    private var isTold = false

    private enum Pause {
        case untilOneLeaves
        case until(Duration)
    }

    enum Knock {
        case client(Int32)
        /// To be told to whoever looks after it, once until all have come in.
        case paused(String)
        case nobody
    }

    /// Between two tries while there are no descriptors.
    private static let pauseLength = Duration.milliseconds(100)

    init(_ listeners: [ListeningSocket], limit: Int) {
        self.listeners = listeners
        self.limit = limit
        hasMore = listeners.map { _ in true }
    }

    /// Whether somebody may be let in at once.
    var isOpen: Bool { pause == nil && !isShut && hasMore.contains(true) }

    /// When to try again.
    var wake: Duration? { if case .until(let time)? = pause, !isShut { time } else { nil } }

    /// Somebody has come to a listener.
    mutating func rang(_ index: Int) {
        if hasMore.indices.contains(index) { hasMore[index] = true }
    }

    /// Somebody has left.
    mutating func hasRoom() { pause = nil }

    /// Takes nobody any more.
    /// - Returns: The listeners, the first time.
    mutating func shut() -> [ListeningSocket] {
        defer { isShut = true }
        return isShut ? [] : listeners
    }

    /// The next one who waits.
    /// - Parameter count: Of those who are in.
    mutating func next(count: Int, at now: Duration) -> Knock {
        if case .until(let end)? = pause, now >= end { pause = nil }
        guard pause == nil, !isShut else { return .nobody }
        while let index = hasMore.firstIndex(of: true) {
            guard count < limit else { return halt(.untilOneLeaves, "\(count) connections are under way") }
            let client = platform_accept(listeners[index].descriptor)
            if client >= 0 { return .client(client) }
            switch errno {
            case EINTR, ECONNABORTED: continue
            case EMFILE, ENFILE, ENOBUFS, ENOMEM:
                return halt(.until(now + Self.pauseLength), String(cString: strerror(errno)))
            default: hasMore[index] = false
            }
        }
        isTold = false
        return .nobody
    }

    private mutating func halt(_ pause: Pause, _ reason: String) -> Knock {
        self.pause = pause
        defer { isTold = true }
        return isTold ? .nobody : .paused(reason)
    }
}
