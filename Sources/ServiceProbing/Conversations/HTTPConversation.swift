import DNSCore
import NIOCore
import NIOHTTP1
import ServiceCatalog

/// `GET` over HTTP/1.1 (RFC 9112): the answer's status is all that is of interest. The rest is heard out, within limits,
/// since many servers complain of clients that hang up.
final class HTTPConversation: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let conversation: Conversation
    private let course: ConversationCourse
    private var isHangingUp = false

    private static let patience = TimeAmount.milliseconds(250)

    init(_ conversation: Conversation, _ course: ConversationCourse) {
        self.conversation = conversation
        self.course = course
    }

    func handlerAdded(context: ChannelHandlerContext) {
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: conversation.details.path)
        head.headers = [
            "Host": conversation.authority, "User-Agent": "svctop", "Accept": "*/*", "Connection": "close",
        ]
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        course.requestIsSent()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            course.answerBegins()
            let status = UInt16(clamping: head.status.code)
            let isExpected = conversation.details.statuses.contains(status)
            course.conclude(isExpected ? .none : .wrongStatus, httpStatus: status)
            hangUpSoon(context)
        case .body: break
        case .end: context.close(promise: nil)
        }
    }

    private func hangUpSoon(_ context: ChannelHandlerContext) {
        guard !isHangingUp else { return }
        isHangingUp = true
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { course.breakOff(context) }
}

extension Conversation {
    /// The host, with the port unless it is the usual one.
    var authority: String {
        let usual: UInt16 = kind == .http ? 80 : kind == .https ? 443 : 0
        return endpoint.port == usual ? details.host : "\(details.host):\(endpoint.port)"
    }
}
