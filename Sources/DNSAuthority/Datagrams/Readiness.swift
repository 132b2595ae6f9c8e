import CPlatform
import Glibc

/// What a thread waits for: descriptors that become readable, each with a number of its own.
struct Readiness: ~Copyable {
    private let epoll: Int32
    private var events = [platform_event](repeating: platform_event(), count: 16)

    init() throws(DatagramServerError) {
        let epoll = platform_epoll_open()
        guard epoll >= 0 else { throw DatagramServerError(.wakeup, errno: errno) }
        self.epoll = epoll
    }

    deinit { close(epoll) }

    /// - Parameter descriptor: Outlives this value.
    func watch(_ descriptor: Int32, as token: UInt64) throws(DatagramServerError) {
        guard platform_epoll_add(epoll, descriptor, UInt32(PLATFORM_READABLE), token) == 0 else {
            throw DatagramServerError(.wakeup, errno: errno)
        }
    }

    /// Waits until something is readable.
    /// - Returns: how many descriptors are, at most sixteen; nil where there is nothing to wait for any more.
    mutating func wait() -> Int? {
        let count = platform_epoll_wait(epoll, &events, Int32(events.count), -1)
        return count < 0 ? nil : Int(count)
    }

    /// Of those that `wait` counted.
    func token(_ index: Int) -> UInt64 { events[index].token }
}
