import DNSCore
import Glibc
import NIOCore
import NIOSSL
import NIOTLS

/// Stands behind the TLS handler: says who is there once that is proved, and what is wrong in words of its own.
final class PeerIdentityHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let trial: PeerTrial
    private let ownCertificate: PeerCertificate?
    private let patience: TimeAmount
    private var verdict: EventLoopPromise<PeerCertificate>?
    private var deadline: Scheduled<Void>?
    private var isIdentified = false
    private var fault: IdentityFault?

    /// - Parameters:
    ///   - trial: What the TLS handler's callback finds.
    ///   - ownCertificate: What the other side may not like.
    ///   - patience: How long the handshake may take.
    ///   - verdict: For whoever waits for it; fulfilled in any case.
    init(
        _ trial: PeerTrial, ownCertificate: PeerCertificate?, patience: TimeAmount,
        verdict: EventLoopPromise<PeerCertificate>?
    ) {
        self.trial = trial
        self.ownCertificate = ownCertificate
        self.patience = patience
        self.verdict = verdict
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { waitForHandshake(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { end(with: .closed) }

    func channelActive(context: ChannelHandlerContext) {
        waitForHandshake(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(with: .closed)
        context.fireChannelInactive()
    }

    /// Only what one says who is known.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isIdentified, fault == nil { context.fireChannelRead(data) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        deadline?.cancel()
        // A session that is taken up again shows no certificate.
        guard let peer = trial.peer else { return refuse(.noCertificate, context) }
        isIdentified = true
        context.fireUserInboundEventTriggered(PeerIdentified(certificate: peer))
        context.fireUserInboundEventTriggered(event)
        verdict?.succeed(peer)
        verdict = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let early: IdentityFault? = isIdentified ? nil : .closed
        let known = trial.fault ?? error as? IdentityFault
        guard let meant = known ?? IdentityFault(error, own: ownCertificate, at: Int64(time(nil))) ?? early else {
            return context.fireErrorCaught(error)
        }
        // What comes after the first error says less.
        guard fault == nil else { return }
        end(with: meant)
        context.fireErrorCaught(meant)
    }

    private func waitForHandshake(_ context: ChannelHandlerContext) {
        guard deadline == nil else { return }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: patience) {
            let (handler, context) = bound.value
            handler.refuse(.silent, context)
        }
    }

    private func refuse(_ fault: IdentityFault, _ context: ChannelHandlerContext) {
        end(with: fault)
        context.fireErrorCaught(fault)
        context.close(promise: nil)
    }

    private func end(with fault: IdentityFault) {
        deadline?.cancel()
        if self.fault == nil { self.fault = fault }
        verdict?.fail(fault)
        verdict = nil
    }
}
