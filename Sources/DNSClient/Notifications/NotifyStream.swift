import NIOCore

/// NOTIFY over one TCP connection: one after the other, each answered.
final class NotifyStream: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let desk: NotifyDesk
    private var cutter = MessageCutter()
    private var isAdmitted = false
    private var isClosedByUs = false
    private var timer: Scheduled<Void>?

    /// Longer than any NOTIFY that makes sense.
    private static let messageLimit = 4096
    /// A connection that has brought no whole message for so long is closed.
    private static let patience = TimeAmount.seconds(10)

    init(_ desk: NotifyDesk) { self.desk = desk }

    func channelActive(context: ChannelHandlerContext) {
        isAdmitted = desk.admit(from: context.remoteAddress, on: context.eventLoop)
        guard isAdmitted else { return context.close(promise: nil) }
        watch(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard isAdmitted, !isClosedByUs else { return }
        cutter.cut(unwrapInboundIn(data)) { message -> Bool in
            watch(context)
            guard message.count <= Self.messageLimit, context.channel.isWritable else {
                drop(context)
                return false
            }
            guard let answer = desk.take(message, from: context.remoteAddress, on: context.eventLoop) else {
                return true
            }
            var buffer = context.channel.allocator.buffer(capacity: answer.count + 2)
            buffer.writeInteger(UInt16(truncatingIfNeeded: answer.count))
            buffer.writeBytes(answer)
            context.write(wrapOutboundOut(buffer), promise: nil)
            return true
        }
        if let expected = cutter.expectedLength, expected > Self.messageLimit { drop(context) }
    }

    func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        if isAdmitted { desk.release(closedByUs: isClosedByUs) }
        isAdmitted = false
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func watch(_ context: ChannelHandlerContext) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.patience) { self.drop(context) }
    }

    private func drop(_ context: ChannelHandlerContext) {
        isClosedByUs = true
        context.close(promise: nil)
    }
}
