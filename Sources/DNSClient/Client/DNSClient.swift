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
    /// Addresses of a host, each with the port.
    var resolve: @Sendable (String, UInt16) async throws(ClientError) -> [SocketAddress] = HostResolver.addresses

    /// - Parameter clock: seconds since 1970, for signatures; the system's without it.
    public init(
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        clock: (@Sendable () -> UInt64)? = nil
    ) {
        self.group = group
        now = clock ?? secondsSince1970
    }

    /// Where a server is, with its port.
    package func addresses(of server: Server) async throws(ClientError) -> [SocketAddress] {
        try await resolve(server.address.host, server.port)
    }

    /// What has gone over the wire so far.
    public var counts: ExchangeCounts { counter.counts }
}

/// The system's clock.
@Sendable
func secondsSince1970() -> UInt64 { UInt64(max(0, time(nil))) }
