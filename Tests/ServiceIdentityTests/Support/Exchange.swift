import NIOCore
import NIOPosix
import NIOSSL

@testable import ServiceIdentity

/// One connection of a client: says a line at once, as clients do, and hears what comes back.
enum Exchange {
    static let line = "hello\n"

    /// - Returns: What was heard.
    static func with(
        port: Int, saying text: String = line, _ handlers: @escaping @Sendable () throws -> [any ChannelHandler]
    ) async throws -> String {
        let group = MultiThreadedEventLoopGroup.singleton
        let loop = group.next()
        let heard = loop.makePromise(of: String.self)
        let channel = try await ClientBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(handlers())
                    try channel.pipeline.syncOperations.addHandler(Speaker(text, heard))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        defer { channel.close(promise: nil) }
        return try await heard.futureResult.get()
    }

    static func with(
        port: Int, _ tls: MutualTLS, for peer: ExpectedPeer, saying text: String = line
    ) async throws -> String {
        try await with(port: port, saying: text) { try tls.clientHandlers(for: peer) }
    }

    /// What stops a client; nil if nothing does.
    static func fault(
        port: Int, _ tls: MutualTLS, for peer: ExpectedPeer, saying text: String = line
    ) async throws -> IdentityFault? {
        do {
            _ = try await with(port: port, tls, for: peer, saying: text)
            return nil
        } catch let fault as IdentityFault {
            return fault
        }
    }

    private final class Speaker: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let text: String
        private let heard: EventLoopPromise<String>

        init(_ text: String, _ heard: EventLoopPromise<String>) {
            self.text = text
            self.heard = heard
        }

        func channelActive(context: ChannelHandlerContext) {
            context.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
            context.fireChannelActive()
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            heard.succeed(String(buffer: unwrapInboundIn(data)))
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            heard.fail(error)
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            heard.fail(ChannelError.eof)
            context.fireChannelInactive()
        }
    }
}
