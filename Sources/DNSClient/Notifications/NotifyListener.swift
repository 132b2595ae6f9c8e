import DNSCore
import NIOCore
import NIOPosix

/// Takes the notifications of servers about their zones, over UDP and TCP, and answers them (RFC 1996).
///
/// Only what comes from a server's address counts, and where that server has a key, only what the key has signed. It
/// listens for as long as somebody holds it or iterates over it. Of more than 256 notifications that nobody has taken
/// yet, the oldest are dropped.
public struct NotifyListener: AsyncSequence, Sendable {
    public typealias Element = ZoneNotification
    public typealias Failure = Never

    /// Where it listens; the port that the kernel picked, if it was asked for port 0.
    public let address: ServerAddress
    private let desk: NotifyDesk
    private let sockets: NotifySockets
    private let notifications: AsyncStream<ZoneNotification>

    /// - Parameters:
    ///   - address: UDP and TCP are bound to the same port, 53 without one; port 0 is the kernel's choice.
    ///   - servers: whose notifications are taken. Their ports do not matter: notifications come from any.
    ///   - zones: about which zones; others are answered with NOTAUTH. All zones without it.
    ///   - clock: seconds since 1970, for signatures; the system's without it.
    public init(
        bind address: ServerAddress, accepting servers: [Server], zones: Set<DomainName>? = nil,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        clock: (@Sendable () -> UInt64)? = nil
    ) async throws(ClientError) {
        let (notifications, continuation) = AsyncStream.makeStream(
            of: ZoneNotification.self, bufferingPolicy: .bufferingNewest(256))
        desk = NotifyDesk(
            NotifyResponder(zones: zones), await NotifySources(servers), clock: clock ?? secondsSince1970,
            continuation)
        sockets = try await NotifySockets.bind(address, desk, on: group) { continuation.finish() }
        self.notifications = notifications
        self.address = try sockets.address(of: address)
    }

    public var counts: NotifyCounts { desk.counts }

    public func makeAsyncIterator() -> Iterator {
        Iterator(sockets: sockets, base: notifications.makeAsyncIterator())
    }

    public struct Iterator: AsyncIteratorProtocol {
        let sockets: NotifySockets
        var base: AsyncStream<ZoneNotification>.Iterator

        /// The next notification; nothing when the task is cancelled.
        public mutating func next() async -> ZoneNotification? {
            await base.next(isolation: #isolation)
        }
    }
}
