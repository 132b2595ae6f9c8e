import NIOCore
import NIOPosix

/// Says back what it hears, and ends its side when the other has ended its own.
final class EchoService: Sendable {
    let port: UInt16
    private let channel: any Channel

    /// - Parameter greeting: said to everyone who comes, before anything.
    init(greeting: String = "", host: String = "127.0.0.1", port: UInt16 = 0) async throws {
        channel = try await Self.bootstrap(greeting).bind(host: host, port: Int(port)).get()
        self.port = UInt16(channel.localAddress?.port ?? 0)
    }

    init(unix path: String) async throws {
        channel = try await Self.bootstrap("").bind(unixDomainSocketPath: path).get()
        port = 0
    }

    func stop() async { try? await channel.close() }

    private static func bootstrap(_ greeting: String) -> ServerBootstrap {
        ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 2048)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Echo(greeting))
                }
            }
    }

    private final class Echo: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let greeting: String

        init(_ greeting: String) { self.greeting = greeting }

        func channelActive(context: ChannelHandlerContext) {
            if !greeting.isEmpty { context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: greeting)), promise: nil) }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.write(data, promise: nil) }

        func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            guard case ChannelEvent.inputClosed? = event as? ChannelEvent else { return }
            // To close at once would throw away what is not written yet.
            let isWritten = context.eventLoop.makePromise(of: Void.self)
            isWritten.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
            context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: isWritten)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
