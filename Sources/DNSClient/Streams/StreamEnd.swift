import DNSCore
import NIOCore
import NIOSSL
import NIOTLS

/// The handler at our end of a connection: puts what comes into the queue, and tells when TLS stands.
final class StreamEnd: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let queue: ChunkQueue
    private let socket: SocketEnd
    private let terms: StreamConnection.Terms
    private let ready: EventLoopPromise<Void>
    private var isReady = false
    private var bytes = 0

    /// - Parameter ready: succeeds when the first message may be sent.
    init(
        _ terms: StreamConnection.Terms, queue: ChunkQueue, socket: SocketEnd, ready: EventLoopPromise<Void>
    ) {
        self.terms = terms
        self.queue = queue
        self.socket = socket
        self.ready = ready
    }

    func channelActive(context: ChannelHandlerContext) {
        if terms.security == nil { becomeReady() }
        context.read()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event, let security = terms.security {
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
            fail(.tls(.handshake("the server closed the connection during the handshake: is this its port for TLS?")))
        }
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { fail(.closedEarly(bytes: bytes)) }

    private func becomeReady() {
        isReady = true
        socket.idle(
            thenWait: TimeAmount(bounded: terms.patience), limit: terms.limit.map { TimeAmount(bounded: $0) })
        ready.succeed()
    }

    private func fail(_ error: ClientError) {
        queue.finish(.failure(error))
        ready.fail(error)
        socket.cut()
    }

    private func meaning(of error: any Error, _ context: ChannelHandlerContext) -> ClientError {
        if error is SocketEnd.Silence { return .timedOut(isReady ? terms.phase(bytes) : .securing) }
        if let security = terms.security, let failure = security.failure(error, in: context) { return .tls(failure) }
        // Without TLS's good-bye; the messages' lengths tell whether anything is missing.
        if case NIOSSLError.uncleanShutdown = error { return .closedEarly(bytes: bytes) }
        let meaning = ClientError(socketError: error)
        if case .closedEarly = meaning { return .closedEarly(bytes: bytes) }
        return meaning
    }
}
