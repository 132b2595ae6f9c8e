import DNSCore
import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// DNS over TCP (RFC 7766) and over TLS (RFC 7858), on some addresses.
///
/// Every request goes to the handler, several of a connection at once; the replies go out whole, as they get ready.
package final class StreamServer: Sendable {
    private let listeners: [StreamListener]
    private let identity: TLSIdentity?
    private let terms: StreamTerms
    private let group: any EventLoopGroup
    private let channels = Mutex<[any Channel]>([])

    /// - Parameters:
    ///   - identity: what a TLS listener proves who it is with.
    ///   - clock: seconds since 1970, for signatures.
    ///   - handler: what becomes of a request; it has come over `requester.transport`, and nobody has verified it yet.
    package init(
        listeners: [StreamListener], identity: TLSIdentity? = nil, limits: StreamLimits = StreamLimits(),
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        clock: @escaping @Sendable () -> UInt64 = { UInt64(max(0, time(nil))) },
        handler: @escaping @Sendable (_ request: [UInt8], _ requester: Requester) async -> Reply
    ) {
        self.listeners = listeners
        self.identity = identity
        self.group = group
        var limits = limits
        limits.connections = min(limits.connections, Self.affordableConnections)
        terms = StreamTerms(limits: limits, table: ConnectionTable(limits), clock: clock, handler: handler)
    }

    /// Three in four of the descriptors that the process may have.
    private static var affordableConnections: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return .max }
        return Int(clamping: limit.rlim_cur / 4 * 3)
    }

    /// Listens on all addresses, or on none.
    package func start() async throws(StreamServerError) {
        for listener in listeners {
            do {
                let channel = try await listen(listener)
                channels.withLock { $0.append(channel) }
            } catch {
                await stop(within: .zero)
                throw StreamServerError(error, at: listener)
            }
        }
    }

    /// Where it listens, in the order of the listeners: the port of each.
    package var ports: [UInt16] {
        channels.withLock { $0.map { UInt16(truncatingIfNeeded: $0.localAddress?.port ?? 0) } }
    }

    package var connectionCount: Int { terms.table.count }

    /// Lets nobody in any more, answers what has been asked, and closes.
    /// - Parameter grace: how long that may take; then what is left is cut off.
    package func stop(within grace: Duration = .seconds(2)) async {
        for channel in channels.withLock({ $0 }) { try? await channel.close() }
        let open = terms.table.close()
        for channel in open { channel.pipeline.fireUserInboundEventTriggered(ConnectionDrain()) }
        let cut = group.next().scheduleTask(in: TimeAmount(bounded: grace)) {
            for channel in open { channel.close(promise: nil) }
        }
        for channel in open { try? await channel.closeFuture.get() }
        cut.cancel()
    }

    private func listen(_ listener: StreamListener) async throws -> any Channel {
        let context = try tlsContext(listener)
        var bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            // What a client does not take is not to fill the kernel's memory either.
            .childChannelOption(.socketOption(.so_sndbuf), value: 262_144)
            .childChannelOption(.recvAllocator, value: Self.readSizes)
            // One may ask, say that this was all, and wait for the answers. TLS has a good-bye of its own.
            .childChannelOption(.allowRemoteHalfClosure, value: context == nil)
            .childChannelInitializer { [terms] channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        ServedConnection(terms, transport: context == nil ? .stream : .tls))
                }
            }
        switch listener.place {
        case .descriptor(let descriptor): return try await bootstrap.withBoundSocket(descriptor).get()
        case .address(let address, let port):
            bootstrap = bootstrap.serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            if case .v6 = address {
                bootstrap = bootstrap.serverChannelOption(
                    ChannelOptions.Types.SocketOption(level: .ipv6, name: .ipv6_v6only), value: 1)
            }
            return try await bootstrap.bind(to: address.socketAddress(port: port)).get()
        }
    }

    private func tlsContext(_ listener: StreamListener) throws(StreamServerError) -> NIOSSLContext? {
        guard listener.isTLS else { return nil }
        guard let identity else { throw .noIdentity(listener) }
        do { return try identity.serverContext() } catch { throw .badIdentity(error) }
    }

    /// A request is short; one that is not makes the reads grow.
    private static var readSizes: AdaptiveRecvByteBufferAllocator {
        AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 2048, maximum: 65_536)
    }
}
