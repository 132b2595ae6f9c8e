import DNSCore
import NIOCore

/// The server's end of one connection: requests in, replies out as they get ready.
///
/// Nothing is read while as many requests as are allowed wait for their answers, and nothing is made that the client has
/// no room for.
final class ServedConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let terms: StreamTerms
    private let transport: Requester.Transport
    private let idle: TimeAmount
    private let stall: TimeAmount
    private var context: ChannelHandlerContext?
    private var seat: ConnectionTable.Seat?
    private var requester: Requester?

    private var cutter: RequestCutter
    /// Requests whose replies have not been handed to the channel yet.
    private var unanswered = 0
    private var replies = ReplyQueue()
    /// Batches of messages that the kernel has not taken yet.
    private var unwritten = 0
    /// Somebody asked for bytes while there was no room for requests.
    private var isReadDue = false
    private var isPumping = false
    /// The client has said its last.
    private var isInputClosed = false
    /// No more requests are taken.
    private var isEnding = false
    /// When a whole request came, or the kernel took a message.
    private var lastActivity = NIODeadline.uptimeNanoseconds(0)
    private var timer: Scheduled<Void>?

    /// Bytes that are handed to the channel at once.
    private static let batchLength = 65_536
    /// So many batches, and the other connections have their turn.
    private static let batchesInTurn = 8

    init(_ terms: StreamTerms, transport: Requester.Transport) {
        self.terms = terms
        self.transport = transport
        idle = TimeAmount(bounded: terms.limits.idle)
        stall = TimeAmount(bounded: terms.limits.stall)
        cutter = RequestCutter(limit: terms.limits.requestLength)
    }

    // MARK: - The connection's life

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func channelActive(context: ChannelHandlerContext) {
        guard let address = IPAddress(context.remoteAddress), let seat = terms.table.admit(context.channel) else {
            return context.close(promise: nil)
        }
        self.seat = seat
        requester = Requester(
            address: address, port: UInt16(truncatingIfNeeded: context.remoteAddress?.port ?? 0),
            transport: transport)
        lastActivity = context.eventLoop.now
        watch(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            isInputClosed = true
            closeIfDone()
        case is ConnectionDrain:
            isEnding = true
            closeIfDone()
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    private func leave() {
        timer?.cancel()
        timer = nil
        context = nil
        if let seat { terms.table.remove(seat) }
        seat = nil
    }

    private func closeIfDone() {
        if isEnding || isInputClosed, unanswered == 0, unwritten == 0 { context?.close(promise: nil) }
    }

    // MARK: - Requests

    private var hasRoom: Bool { unanswered < terms.limits.pipelined && !isEnding }

    func read(context: ChannelHandlerContext) {
        if hasRoom { context.read() } else { isReadDue = true }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var chunk = unwrapInboundIn(data)
        cutter.append(&chunk)
        takeRequests()
    }

    private func takeRequests() {
        do {
            while hasRoom, let requester, let request = try cutter.next() { handle(request, from: requester) }
        } catch {
            isEnding = true
            context?.close(promise: nil)
        }
    }

    private func handle(_ request: [UInt8], from requester: Requester) {
        guard let context else { return }
        if unanswered == 0, let seat { terms.table.markBusy(seat) }
        unanswered += 1
        lastActivity = context.eventLoop.now
        let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
        let (loop, handler) = (context.eventLoop, terms.handler)
        Task {
            let reply = await handler(request, requester)
            loop.execute { connection.value.take(reply) }
        }
    }

    /// A reply has been handed to the channel, or there is none.
    private func settle() {
        unanswered -= 1
        lastActivity = context?.eventLoop.now ?? lastActivity
        if unanswered == 0, let seat { terms.table.markIdle(seat) }
    }

    private func resumeReading() {
        takeRequests()
        guard isReadDue, hasRoom else { return }
        isReadDue = false
        context?.read()
    }

    // MARK: - Replies

    private func take(_ reply: Reply) {
        guard context != nil else { return }
        if !replies.append(reply) { settle() }
        pump()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        pump()
        context.fireChannelWritabilityChanged()
    }

    /// Hands over what is ready for as long as there is room for it.
    private func pump() {
        // A flush may say in the middle of this that there is room again.
        guard let context, !isPumping else { return }
        isPumping = true
        var batches = 0
        while context.channel.isWritable, batches < Self.batchesInTurn, writeBatch(context) { batches += 1 }
        isPumping = false
        if batches == Self.batchesInTurn {
            let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
            context.eventLoop.execute { connection.value.pump() }
        }
        resumeReading()
        closeIfDone()
    }

    /// - Returns: whether there was anything to write.
    private func writeBatch(_ context: ChannelHandlerContext) -> Bool {
        var batch = context.channel.allocator.buffer(capacity: 0)
        let seconds = terms.clock()
        while batch.readableBytes < Self.batchLength, let (message, isLast) = replies.next(at: seconds) {
            guard let message, let length = UInt16(exactly: message.count) else {
                // An answer that nobody can send: the client is told that there will be none.
                isEnding = true
                context.close(promise: nil)
                return false
            }
            batch.reserveCapacity(minimumWritableBytes: message.count + 2)
            batch.writeInteger(length)
            batch.writeBytes(message)
            if isLast { settle() }
        }
        guard batch.readableBytes > 0 else { return false }
        unwritten += 1
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in
            self.unwritten -= 1
            self.lastActivity = self.context?.eventLoop.now ?? self.lastActivity
            self.closeIfDone()
        }
        context.writeAndFlush(wrapOutboundOut(batch), promise: written)
        return true
    }

    // MARK: - Patience

    /// When the connection has had all the time that it may have, as things are now.
    private var deadline: NIODeadline? {
        if unwritten > 0 { return lastActivity + stall }
        return unanswered == 0 ? lastActivity + idle : nil
    }

    /// Looks at the clock again when patience could run out at the earliest.
    private func watch(_ context: ChannelHandlerContext) {
        let next = min(deadline ?? .distantFuture, context.eventLoop.now + min(idle, stall))
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: next) { [weak self] in self?.check() }
    }

    private func check() {
        guard let context else { return }
        if let deadline, deadline <= context.eventLoop.now {
            context.close(promise: nil)
        } else {
            watch(context)
        }
    }
}
