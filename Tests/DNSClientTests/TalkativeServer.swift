import DNSClient
import NIOCore
import NIOPosix

/// Says something to whoever connects, before it has been asked.
final class TalkativeServer: Sendable {
    let address: ServerAddress
    private let listener: any Channel

    static func start(greeting: String) async throws -> TalkativeServer {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Greeter(greeting: greeting))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return TalkativeServer(
            address: try ServerAddress(host: "127.0.0.1", port: UInt16(listener.localAddress?.port ?? 0)), listener)
    }

    private init(address: ServerAddress, _ listener: any Channel) {
        self.address = address
        self.listener = listener
    }

    deinit { listener.close(promise: nil) }

    private final class Greeter: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        let greeting: String

        init(greeting: String) { self.greeting = greeting }

        func channelActive(context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: greeting)), promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
