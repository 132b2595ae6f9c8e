import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOSSL
import NIOTLS
import ServiceCatalog
import ServiceIdentity

/// Stands where a service's bytes come in the clear: begins to talk once that is possible, and breaks off where they are
/// too many.
final class ConversationGuide: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let conversation: Conversation
    private let course: ConversationCourse
    private var bytesLeft = Conversation.mostBytes
    private var hasBegun = false

    init(_ conversation: Conversation, _ course: ConversationCourse) {
        self.conversation = conversation
        self.course = course
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive, !course.isInTLS { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        if !course.isInTLS { begin(context) }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            course.handshakeIsDone(with: certificate(context))
            begin(context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytesLeft -= unwrapInboundIn(data).readableBytes
        guard bytesLeft >= 0 else { return course.end(.wrongAnswer, context) }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A service may forget to say goodbye (RFC 8446 section 6.1): what it has said before counts.
        if case NIOSSLError.uncleanShutdown = error { return context.close(promise: nil) }
        course.breakOff(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        context.fireChannelInactive()
        course.breakOff(context)
    }

    // MARK: - The first words

    private func begin(_ context: ChannelHandlerContext) {
        guard !hasBegun else { return }
        hasBegun = true
        do {
            let pipeline = context.pipeline.syncOperations
            switch conversation.kind {
            case .http, .https:
                try pipeline.addHTTPClientHandlers()
                try pipeline.addHandler(HTTPConversation(conversation, course))
            case .grpc, .grpcs:
                try pipeline.addHandler(NIOHTTP2Handler(mode: .client))
                try pipeline.addHandler(HealthConversation(conversation, course))
            default: course.end(.none, context)
            }
        } catch {
            course.end(.probeFailed, context)
        }
    }

    private func certificate(_ context: ChannelHandlerContext) -> SeenCertificate? {
        guard let handler = try? context.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self),
            let bytes = try? handler.peerCertificate?.toDERBytes(), let peer = try? PeerCertificate(der: bytes)
        else { return nil }
        return SeenCertificate(peer, of: conversation)
    }
}

extension SeenCertificate {
    private static let mostNames = 16

    init(_ peer: PeerCertificate, of conversation: Conversation) {
        let expected = ExpectedPeer(services: [conversation.details.service], hosts: [conversation.details.host])
        self.init(
            pin: peer.pin, names: peer.names.prefix(Self.mostNames).map(\.description),
            notBefore: Timestamp(certificateTime: peer.notBefore),
            notAfter: Timestamp(certificateTime: peer.notAfter),
            isForService: peer.isFor(expected, by: .serviceOrHost))
    }
}

extension Timestamp {
    /// Seconds since 1970, as certificates have them: from any year. Held between 1970 and 2255, which can be said.
    init(certificateTime seconds: Int64) {
        self.init(nanoseconds: min(max(seconds, 0), 9_000_000_000) * 1_000_000_000)
    }
}
