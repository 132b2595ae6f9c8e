import DNSCore
import Glibc
import NIOCore
import NIOPosix

/// Speaks with DNS servers: queries, zone transfers, updates.
///
/// Every exchange has a socket of its own, and ends at once when its task is cancelled.
public struct DNSClient: Sendable {
    let group: any EventLoopGroup
    let counter = ExchangeCounter()
    let contexts = TLSContexts()
    /// Seconds since 1970, for signatures.
    let now: @Sendable () -> UInt64

    /// - Parameter clock: seconds since 1970, for signatures; the system's clock without one.
    public init(
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        clock: @escaping @Sendable () -> UInt64 = { UInt64(max(0, time(nil))) }
    ) {
        self.group = group
        now = clock
    }

    /// What has gone over the wire so far.
    public var counts: ExchangeCounts { counter.counts }
}
