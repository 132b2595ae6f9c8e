import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

@testable import ServiceIdentity

/// A server on 127.0.0.1 that sends back what it is sent, a line, and closes then; and keeps what went wrong.
final class EchoServer: Sendable {
    private let listener: any Channel
    private let seen: Seen

    /// What became of the connections so far.
    final class Seen: Sendable {
        let faults = Mutex<[any Error]>([])
        let peers = Mutex<[PeerCertificate]>([])
        let lines = Mutex<[String]>([])
    }

    var port: Int { listener.localAddress?.port ?? 0 }
    var faults: [any Error] { seen.faults.withLock { $0 } }
    var fault: IdentityFault? { faults.lazy.compactMap { $0 as? IdentityFault }.first }
    var peers: [PeerCertificate] { seen.peers.withLock { $0 } }
    /// What was heard of clients: nothing of one that was refused.
    var lines: [String] { seen.lines.withLock { $0 } }

    /// - Parameter handlers: What makes the connections secure, or leaves them as they are.
    static func start(_ handlers: @escaping @Sendable () throws -> [any ChannelHandler]) async throws -> EchoServer {
        let seen = Seen()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(handlers())
                    try channel.pipeline.syncOperations.addHandler(Echo(seen))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return EchoServer(listener, seen)
    }

    static func start(_ tls: MutualTLS, for peers: ExpectedPeer = .anyone) async throws -> EchoServer {
        try await start { try tls.serverHandlers(for: peers) }
    }

    static func start(raw context: NIOSSLContext) async throws -> EchoServer {
        try await start { [NIOSSLServerHandler(context: context)] }
    }

    private init(_ listener: any Channel, _ seen: Seen) {
        self.listener = listener
        self.seen = seen
    }

    deinit { listener.close(promise: nil) }

    private final class Echo: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let seen: Seen

        init(_ seen: Seen) { self.seen = seen }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            seen.lines.withLock { $0.append(String(buffer: buffer)) }
            context.writeAndFlush(data, promise: nil)
            context.close(promise: nil)
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if let event = event as? PeerIdentified { seen.peers.withLock { $0.append(event.certificate) } }
            context.fireUserInboundEventTriggered(event)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            seen.faults.withLock { $0.append(error) }
            context.close(promise: nil)
        }
    }
}
