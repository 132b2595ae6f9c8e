import NIOCore
import NIOTLS

/// The last handler of a new connection: tells when it stands, TLS included, and holds back what the peer says until
/// somebody listens.
final class ConnectionGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let ready: EventLoopPromise<Void>
    /// Until its handshake is done, everything is read.
    private var awaitsTLS: Bool
    private var held: [ByteBuffer] = []
    private var isInputClosed = false
    /// What was wrong, before or since.
    private(set) var failure: (any Error)?

    private let earlyEnd: EarlyEnd?

    /// - Parameter earlyEnd: told when the handshake is done.
    init(ready: EventLoopPromise<Void>, awaitsTLS: Bool, earlyEnd: EarlyEnd? = nil) {
        self.ready = ready
        self.awaitsTLS = awaitsTLS
        self.earlyEnd = earlyEnd
    }

    func channelActive(context: ChannelHandlerContext) {
        if awaitsTLS { context.read() } else { ready.succeed() }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case TLSUserEvent.handshakeCompleted:
            awaitsTLS = false
            ready.succeed()
            earlyEnd?.release()
        case ChannelEvent.inputClosed: isInputClosed = true
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { held.append(unwrapInboundIn(data)) }

    func channelReadComplete(context: ChannelHandlerContext) {
        if awaitsTLS { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        failure = failure ?? error
        ready.fail(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        ready.fail(failure ?? ConnectionFault.closed)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { ready.fail(failure ?? ConnectionFault.closed) }

    /// Hands on what it has held back.
    func removeHandler(context: ChannelHandlerContext, removalToken: ChannelHandlerContext.RemovalToken) {
        for buffer in held { context.fireChannelRead(wrapInboundOut(buffer)) }
        if !held.isEmpty { context.fireChannelReadComplete() }
        held = []
        if isInputClosed { context.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
        context.leavePipeline(removalToken: removalToken)
    }
}
