import NIOCore

/// Speaks first, as servers of mail do, or closes at once.
final class Greeting: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let text: String?

    init(_ text: String?) { self.text = text }

    func channelActive(context: ChannelHandlerContext) {
        guard let text else { return context.close(promise: nil) }
        context.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}
