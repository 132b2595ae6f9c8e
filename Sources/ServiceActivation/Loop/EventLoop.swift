import CPlatform
import Glibc

/// Waits for what descriptors have to tell, and for the time (epoll(7)). It belongs to one thread.
final class EventLoop {
    struct Watch {
        fileprivate let token: UInt64
        fileprivate let descriptor: Int32
    }

    enum Interest {
        case readable
        /// Readable, and told of only when something has come.
        case arrivals
        case writable
        /// That it has ended, or is broken.
        case hangUp

        fileprivate var bits: UInt32 {
            switch self {
            case .readable: UInt32(PLATFORM_READABLE)
            case .arrivals: UInt32(PLATFORM_READABLE) | UInt32(PLATFORM_EDGES)
            case .writable: UInt32(PLATFORM_WRITABLE)
            case .hangUp: 0
            }
        }
    }

    private let epoll: Int32
    private var handlers: [UInt64: () -> Void] = [:]
    private var lastToken: UInt64 = 0
    private var events = [platform_event](repeating: platform_event(), count: 64)

    init?() {
        epoll = platform_epoll_open()
        guard epoll >= 0 else { return nil }
    }

    deinit { close(epoll) }

    /// - Parameter handler: called each time. It has to be unwatched before the descriptor is closed.
    /// - Returns: nil where the kernel does not watch it; `errno` says why.
    func watch(_ descriptor: Int32, for interest: Interest = .readable, _ handler: @escaping () -> Void) -> Watch? {
        lastToken += 1
        guard platform_epoll_add(epoll, descriptor, interest.bits, lastToken) == 0 else { return nil }
        handlers[lastToken] = handler
        return Watch(token: lastToken, descriptor: descriptor)
    }

    func unwatch(_ watch: Watch) {
        guard handlers.removeValue(forKey: watch.token) != nil else { return }
        platform_epoll_remove(epoll, watch.descriptor)
    }

    /// Waits until something happens, or an instant (nil: for ever), and calls the handlers.
    func wait(until instant: ContinuousClock.Instant?) {
        let count = platform_epoll_wait(epoll, &events, Int32(events.count), Self.milliseconds(until: instant))
        for event in events.prefix(max(0, Int(count))) {
            // A handler before may have ended this watch.
            handlers[event.token]?()
        }
    }

    /// Rounded up: who is woken too early would only wait again.
    private static func milliseconds(until instant: ContinuousClock.Instant?) -> Int32 {
        guard let instant else { return -1 }
        let (seconds, attoseconds) = (instant - .now).components
        guard seconds >= 0, attoseconds > 0 || seconds > 0 else { return 0 }
        return Int32(
            clamping: min(seconds, 86_400) * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
