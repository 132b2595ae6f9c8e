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
    /// When the connection is over, whatever comes.
    private let deadline: NIODeadline?
    private var lastActivity = NIODeadline.uptimeNanoseconds(0)
    private var isReading = false
    private var timer: Scheduled<Void>?
    private var context: ChannelHandlerContext?

    init(patience: TimeAmount, deadline: NIODeadline? = nil) {
        self.patience = patience
        self.deadline = deadline
    }

    /// How long the peer may be silent from now on.
    func allowSilence(of patience: TimeAmount) {
        self.patience = patience
        guard let context, timer != nil else { return }
        lastActivity = context.eventLoop.now
        timer?.cancel()
        watch(context)
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
