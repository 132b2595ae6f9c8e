import NIOCore

/// Stands between a socket and TLS: that a client has ended its side already, as it may in TLS 1.3 while we still look at
/// its certificate, is told once the handshake is done.
final class EarlyEnd: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var isSecured = false
    private var isHeld = false
    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard !isSecured, case ChannelEvent.inputClosed? = event as? ChannelEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        isHeld = true
    }

    /// The handshake is done. What was said before the end is heard first.
    func release() {
        isSecured = true
        guard isHeld, let context else { return }
        isHeld = false
        context.eventLoop.assumeIsolated().execute {
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
    }
}
