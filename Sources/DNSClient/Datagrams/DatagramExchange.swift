import DNSCore
import NIOCore

/// One request over UDP, on a socket of its own: sent, sent again after growing waits, until its answer is there.
final class DatagramExchange: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = ByteBuffer

    enum Outcome: Sendable {
        case answer(Message)
        case truncated
    }

    private let request: PendingRequest
    private let client: DNSClient
    private let server: SocketAddress
    /// What is left of the waits for each try.
    private var waits: ArraySlice<TimeAmount>
    private let outcome: EventLoopPromise<Outcome>
    private var timer: Scheduled<Void>?
    private var foreignCount = 0
    /// An answer with the right id that cannot be used. The right one may still come before the wait is over.
    private var flaw: ClientError?

    init(
        _ request: PendingRequest, of client: DNSClient, to server: SocketAddress, within limit: Duration,
        outcome: EventLoopPromise<Outcome>
    ) {
        self.request = request
        self.client = client
        self.server = server
        self.outcome = outcome
        let unit = TimeAmount(bounded: limit).nanoseconds / 7
        waits = [.nanoseconds(unit), .nanoseconds(2 * unit), .nanoseconds(4 * unit)]
    }

    func channelActive(context: ChannelHandlerContext) {
        send(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let packet = unwrapInboundIn(data)
        guard packet.remoteAddress == server else { return countForeign() }
        switch request.judge(packet.data.readableBytesUInt8Span, at: client.now()) {
        case .foreign: countForeign()
        case .truncated: end(context, .success(.truncated))
        case .answer(let message): end(context, .success(.answer(message)))
        case .failed(let error): flaw = flaw ?? error
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(context, .failure(ClientError(socketError: error)))
    }

    func channelInactive(context: ChannelHandlerContext) { end(context, .failure(.cancelled)) }

    func handlerRemoved(context: ChannelHandlerContext) { end(context, .failure(.cancelled)) }

    private func send(_ context: ChannelHandlerContext) {
        guard flaw == nil, let wait = waits.popFirst() else { return end(context, .failure(silence)) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: request.bytes)), promise: nil)
        client.counter.addPacket()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: wait) { self.send(context) }
    }

    /// Why there is no answer.
    private var silence: ClientError {
        flaw ?? (foreignCount > 0 ? .onlyForeignAnswers(foreignCount) : .timedOut(.answering))
    }

    private func countForeign() {
        foreignCount += 1
        client.counter.addForeign()
    }

    private func end(_ context: ChannelHandlerContext, _ result: Result<Outcome, ClientError>) {
        timer?.cancel()
        timer = nil
        switch result {
        case .success(let value): outcome.succeed(value)
        case .failure(let error): outcome.fail(error)
        }
        context.close(promise: nil)
    }
}
