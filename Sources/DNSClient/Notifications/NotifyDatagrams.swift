import NIOCore

/// NOTIFY over UDP.
final class NotifyDatagrams: ChannelInboundHandler, Sendable {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let desk: NotifyDesk

    init(_ desk: NotifyDesk) { self.desk = desk }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let packet = unwrapInboundIn(data)
        let answer = desk.take(
            packet.data.readableBytesUInt8Span, from: packet.remoteAddress, on: context.eventLoop)
        // What cannot be sent at once is dropped: the server asks again.
        guard let answer, context.channel.isWritable else { return }
        let reply = AddressedEnvelope(remoteAddress: packet.remoteAddress, data: ByteBuffer(bytes: answer))
        context.write(wrapOutboundOut(reply), promise: nil)
    }

    func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

    /// An unreachable sender is no reason to stop listening.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}
