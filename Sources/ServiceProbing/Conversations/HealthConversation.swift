import NIOCore
import NIOHPACK
import NIOHTTP1
import NIOHTTP2
import ServiceCatalog

/// One call of `grpc.health.v1.Health/Check` for the server as a whole, on the connection's first stream.
///
/// A server without that service has at least answered, in gRPC: it is as well as can be known.
final class HealthConversation: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    private let conversation: Conversation
    private let course: ConversationCourse
    private var message: [UInt8] = []

    private static let stream: HTTP2StreamID = 1
    private static let unimplemented = "12"
    private static let longestMessage = 1024

    init(_ conversation: Conversation, _ course: ConversationCourse) {
        self.conversation = conversation
        self.course = course
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let headers: HPACKHeaders = [
            ":method": "POST", ":scheme": conversation.kind.usesTLS ? "https" : "http",
            ":path": "/grpc.health.v1.Health/Check", ":authority": conversation.authority,
            "content-type": "application/grpc", "te": "trailers", "user-agent": "svctop",
        ]
        write(.headers(.init(headers: headers)), context)
        let request = context.channel.allocator.buffer(bytes: HealthMessage.request)
        write(.data(.init(data: .byteBuffer(request), endStream: true)), context)
        context.flush()
        course.requestIsSent()
    }

    private func write(_ payload: HTTP2Frame.FramePayload, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(HTTP2Frame(streamID: Self.stream, payload: payload)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        guard frame.streamID == Self.stream else { return }
        switch frame.payload {
        case .headers(let headers):
            course.answerBegins()
            take(headers.headers, isLast: headers.endStream, context)
        case .data(let data):
            take(data, context)
        case .rstStream:
            course.breakOff(context)
        default: break
        }
    }

    private func take(_ headers: HPACKHeaders, isLast: Bool, _ context: ChannelHandlerContext) {
        if let status = headers.first(name: ":status"), status != "200" {
            return course.end(.wrongStatus, httpStatus: UInt16(status) ?? 0, context)
        }
        if let code = headers.first(name: "grpc-status"), code != "0" {
            return course.end(code == Self.unimplemented ? .none : .notServing, context)
        }
        if isLast { judge(context) }
    }

    private func take(_ data: HTTP2Frame.FramePayload.Data, _ context: ChannelHandlerContext) {
        guard case .byteBuffer(let buffer) = data.data, message.count + buffer.readableBytes <= Self.longestMessage
        else {
            return course.breakOff(context)
        }
        message += buffer.readableBytesView
        if data.endStream { judge(context) }
    }

    private func judge(_ context: ChannelHandlerContext) {
        guard let isServing = HealthMessage.isServing(message) else { return course.breakOff(context) }
        course.end(isServing ? .none : .notServing, context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { course.breakOff(context) }
}
