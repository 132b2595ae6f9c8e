import DNSCore
import Glibc
import NIOCore
import NIOPosix

/// One NOTIFY by UDP on a socket of its own: sent, and sent again after growing waits, until it is acknowledged.
final class NotifyExchange: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = ByteBuffer

    struct Outcome: Sendable {
        var result: NotifyOutcome.Result
        var tries: Int
    }

    private let request: NotifyRequest
    private let clock: @Sendable () -> UInt64
    private let outcome: EventLoopPromise<Outcome>
    /// What is left of the waits after each try.
    private var waits: ArraySlice<TimeAmount>
    private var tries = 0
    private var timer: Scheduled<Void>?
    /// The best reason so far why it is not acknowledged.
    private var reason = NotifyOutcome.Reason.silent

    init(
        _ request: NotifyRequest, waits: ArraySlice<TimeAmount>, clock: @escaping @Sendable () -> UInt64,
        outcome: EventLoopPromise<Outcome>
    ) {
        self.request = request
        self.waits = waits
        self.clock = clock
        self.outcome = outcome
    }

    func channelActive(context: ChannelHandlerContext) {
        send(context)
        context.fireChannelActive()
    }

    /// The socket is connected: the kernel lets nothing in but what comes from the secondary.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let packet = unwrapInboundIn(data)
        switch request.judge(packet.data.readableBytesUInt8Span, at: clock()) {
        case .foreign: break
        case .acknowledged: end(context, .acknowledged)
        // It may be about to start, and know the zone at the next try.
        case .refused(let code): reason = .refused(code)
        case .unproven: reason = .unproven
        }
    }

    /// That nobody listens there now is no reason to give up.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        reason = .unreachable(Self.text(of: error))
    }

    func channelInactive(context: ChannelHandlerContext) { end(context, .superseded) }

    func handlerRemoved(context: ChannelHandlerContext) { end(context, .superseded) }

    private func send(_ context: ChannelHandlerContext) {
        guard let wait = waits.popFirst() else { return end(context, .givenUp(reason)) }
        tries += 1
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: request.bytes)), promise: nil)
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: wait) { self.send(context) }
    }

    private func end(_ context: ChannelHandlerContext, _ result: NotifyOutcome.Result) {
        timer?.cancel()
        timer = nil
        outcome.succeed(Outcome(result: result, tries: tries))
        context.close(promise: nil)
    }
}

extension NotifyExchange {
    /// Runs to its end, or until the task is cancelled. Where nothing can be sent, that is tried as often.
    static func run(
        _ request: NotifyRequest, to secondary: Secondary, waits: [TimeAmount],
        clock: @escaping @Sendable () -> UInt64, on group: any EventLoopGroup
    ) async -> Outcome {
        var reason = NotifyOutcome.Reason.silent
        for (failures, wait) in waits.enumerated() {
            let outcome = group.next().makePromise(of: Outcome.self)
            let bootstrap = DatagramBootstrap(group: outcome.futureResult.eventLoop).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        NotifyExchange(request, waits: waits[failures...], clock: clock, outcome: outcome))
                }
            }
            do {
                let address = try secondary.address.socketAddress(port: secondary.port)
                return await end(of: outcome.futureResult, on: try await bootstrap.connect(to: address).get())
            } catch {
                outcome.fail(error)
                reason = .cannotSend(text(of: error))
            }
            do {
                try await Task.sleep(for: .nanoseconds(wait.nanoseconds))
            } catch {
                return Outcome(result: .superseded, tries: failures + 1)
            }
        }
        return Outcome(result: .givenUp(reason), tries: waits.count)
    }

    private static func end(of outcome: EventLoopFuture<Outcome>, on channel: any Channel) async -> Outcome {
        await withTaskCancellationHandler {
            // Once the socket stands the promise is never failed.
            (try? await outcome.get()) ?? Outcome(result: .superseded, tries: 0)
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private static func text(of error: any Error) -> String {
        (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
    }
}
