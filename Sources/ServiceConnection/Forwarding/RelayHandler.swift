import CPlatform
import Glibc
import NIOCore

/// One of two handlers, on the same event loop, that carry what the one channel reads to the other: no faster than it
/// takes it.
final class RelayHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var partner: RelayHandler?
    private var context: ChannelHandlerContext?
    private var isReadPending = false
    private var isInputClosed = false
    private var isOutputEnding = false
    private var isOutputClosed = false
    /// Whether nobody takes any more what this side reads.
    private var isAlone = false
    private(set) var bytes: UInt64 = 0
    /// What was wrong on this side.
    private(set) var fault: ConnectionFault?
    private let ended: EventLoopPromise<Void>

    /// - Parameter ended: succeeds when the channel is closed.
    private init(_ ended: EventLoopPromise<Void>) { self.ended = ended }

    static func pair(
        on loop: any EventLoop
    ) -> (first: RelayHandler, second: RelayHandler, ended: EventLoopFuture<Void>) {
        let ends = [loop.makePromise(of: Void.self), loop.makePromise(of: Void.self)]
        let (first, second) = (RelayHandler(ends[0]), RelayHandler(ends[1]))
        (first.partner, second.partner) = (second, first)
        return (first, second, .andAllComplete(ends.map(\.futureResult), on: loop))
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        partner = nil
        ended.succeed()
    }

    func read(context: ChannelHandlerContext) {
        if partner?.context?.channel.isWritable ?? false { context.read() } else { isReadPending = true }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes &+= UInt64(unwrapInboundIn(data).readableBytes)
        partner?.context?.write(data, promise: nil)
    }

    func channelReadComplete(context: ChannelHandlerContext) { partner?.context?.flush() }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        guard context.channel.isWritable, let partner, partner.isReadPending else { return }
        partner.isReadPending = false
        partner.context?.read()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            isInputClosed = true
            partner?.closeOutput()
            closeIfDone()
        case IdleStateHandler.IdleStateEvent.all: fail(.timedOut)
        default: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(ConnectionFault(error)) }

    func channelInactive(context: ChannelHandlerContext) {
        partner?.isAlone = true
        partner?.closeOutput()
        context.fireChannelInactive()
    }

    /// Tells this side that the other has ended, after all that it had to say.
    private func closeOutput() {
        guard let context, !isOutputEnding else { return closeIfDone() }
        isOutputEnding = true
        // To close what has ended in the other direction already throws away what is not written yet.
        let isWritten = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: isWritten)
        isWritten.futureResult.assumeIsolated().whenComplete { _ in
            context.close(mode: .output, promise: nil)
            self.isOutputClosed = true
            self.closeIfDone()
        }
    }

    private func closeIfDone() {
        if isOutputClosed, isInputClosed || isAlone { context?.close(promise: nil) }
    }

    /// What was cut off is reset on both sides, so that it does not look whole.
    private func fail(_ fault: ConnectionFault) {
        self.fault = self.fault ?? fault
        for context in [partner?.context, context].compactMap(\.self) { context.channel.cut() }
    }
}

extension Channel {
    /// Closes, from the socket's end of the pipeline: no good-bye of TLS, and a reset for the peer.
    func cut() {
        (self as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in
            self.pipeline.close(mode: .all, promise: nil)
        }
    }
}
