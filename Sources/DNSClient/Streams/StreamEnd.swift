import DNSCore
import NIOCore
import NIOSSL
import NIOTLS

/// The handler at our end of a connection: puts what comes into the queue, and tells when TLS stands.
final class StreamEnd: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let queue: ChunkQueue
    private let socket: SocketEnd
    private let security: TLSCheck?
    /// How long the peer may be silent once it may speak.
    private let patience: TimeAmount
    private let ready: EventLoopPromise<Void>
    private var isReady = false
    private var bytes = 0
    private let phase: @Sendable (Int) -> ClientError.Phase

    /// - Parameters:
    ///   - ready: succeeds when the first message may be sent.
    ///   - phase: what the peer is doing once so many bytes have come.
    init(
        queue: ChunkQueue, socket: SocketEnd, security: TLSCheck?, patience: TimeAmount,
        ready: EventLoopPromise<Void>, phase: @escaping @Sendable (Int) -> ClientError.Phase
    ) {
        self.queue = queue
        self.socket = socket
        self.security = security
        self.patience = patience
        self.ready = ready
        self.phase = phase
    }

    func channelActive(context: ChannelHandlerContext) {
        if security == nil { becomeReady() }
        context.read()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event, let security {
            if let failure = security.fault(in: context) {
                fail(.tls(failure))
            } else {
                becomeReady()
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let chunk = unwrapInboundIn(data)
        bytes += chunk.readableBytes
        queue.put(chunk)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if queue.hasRoom { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(meaning(of: error, context))
    }

    func channelInactive(context: ChannelHandlerContext) {
        if isReady {
            queue.finish(.success(()))
        } else {
            fail(.tls(.handshake("the server closed the connection during the handshake")))
        }
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { fail(.closedEarly(bytes: bytes)) }

    private func becomeReady() {
        isReady = true
        socket.allowSilence(of: patience)
        ready.succeed()
    }

    private func fail(_ error: ClientError) {
        queue.finish(.failure(error))
        ready.fail(error)
        socket.cut()
    }

    private func meaning(of error: any Error, _ context: ChannelHandlerContext) -> ClientError {
        if error is SocketEnd.Silence { return .timedOut(isReady ? phase(bytes) : .securing) }
        if let security, let failure = security.failure(error, in: context) { return .tls(failure) }
        let meaning = ClientError(socketError: error)
        if case .closedEarly = meaning { return .closedEarly(bytes: bytes) }
        return meaning
    }
}
