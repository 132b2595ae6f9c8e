import NIOCore

/// The handler next to the socket: notices a silent peer, and can cut the connection without TLS's good-bye.
final class SocketEnd: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The peer sent nothing for too long, though we would have read it.
    struct Silence: Error {}

    private var patience: TimeAmount
    /// How long the whole answer may take.
    private var limit: TimeAmount?
    private var deadline: NIODeadline?
    /// Nothing has been asked of the peer yet: it owes nothing.
    private var isIdle = false
    private var lastActivity = NIODeadline.uptimeNanoseconds(0)
    private var isReading = false
    private var timer: Scheduled<Void>?
    private var context: ChannelHandlerContext?

    /// - Parameter patience: how long the peer may be silent in TLS's handshake.
    init(patience: TimeAmount) {
        self.patience = patience
    }

    /// The peer owes nothing until something is sent to it. From then on it may be silent for `patience`, and its answer
    /// may take `limit`.
    func idle(thenWait patience: TimeAmount, limit: TimeAmount?) {
        self.patience = patience
        self.limit = limit
        isIdle = true
        timer?.cancel()
        timer = nil
    }

    /// Closes at once, from this end of the pipeline.
    func cut() { context?.close(promise: nil) }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        lastActivity = context.eventLoop.now
        watch(context)
        context.fireChannelActive()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if isIdle {
            isIdle = false
            lastActivity = context.eventLoop.now
            deadline = limit.map { lastActivity + $0 }
            watch(context)
        }
        context.write(data, promise: promise)
    }

    func read(context: ChannelHandlerContext) {
        if !isReading {
            isReading = true
            lastActivity = context.eventLoop.now
        }
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastActivity = context.eventLoop.now
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        context.fireChannelReadComplete()
    }

    /// Looks at the clock again when patience could have run out at the earliest.
    private func watch(_ context: ChannelHandlerContext) {
        let next = min(lastActivity + patience, deadline ?? .distantFuture)
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: next) { [weak self] in self?.check() }
    }

    private func check() {
        guard let context else { return }
        let now = context.eventLoop.now
        if !isReading { lastActivity = now }
        let isOver = deadline.map { $0 <= now } ?? false
        guard isOver || lastActivity + patience <= now else { return watch(context) }
        context.fireErrorCaught(Silence())
        context.close(promise: nil)
    }
}
