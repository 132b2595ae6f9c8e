import NIOCore
import ServiceCatalog

/// How a conversation goes: times its parts, and tells its end once. Belongs to its channel's event loop.
final class ConversationCourse {
    private let isOver: (Conversation.Result) -> Void
    private var result = Conversation.Result()
    private var partSince = NIODeadline.now()
    private var hasEnded = false
    private(set) var isInTLS: Bool

    init(_ conversation: Conversation, isOver: @escaping (Conversation.Result) -> Void) {
        self.isOver = isOver
        isInTLS = conversation.kind.usesTLS
    }

    func handshakeIsDone(with certificate: SeenCertificate?) {
        result.tls = microseconds
        result.certificate = certificate
        isInTLS = false
    }

    func requestIsSent() { partSince = .now() }

    func answerBegins() {
        if result.firstByte == 0 { result.firstByte = microseconds }
    }

    func end(_ failure: Reason, httpStatus: UInt16 = 0, _ context: ChannelHandlerContext) {
        conclude(failure, httpStatus: httpStatus)
        context.channel.close(promise: nil)
    }

    /// All is known, while the other side may still be talking.
    func conclude(_ failure: Reason, httpStatus: UInt16 = 0) {
        guard !hasEnded else { return }
        hasEnded = true
        result.failure = failure
        result.httpStatus = httpStatus
        isOver(result)
    }

    /// It ended before it came to anything: the other side has left, or said what is not of its protocol.
    func breakOff(_ context: ChannelHandlerContext) { end(isInTLS ? .noTLS : .wrongAnswer, context) }

    private var microseconds: UInt32 {
        UInt32(clamping: max(1, (NIODeadline.now() - partSince).nanoseconds / 1000))
    }
}
