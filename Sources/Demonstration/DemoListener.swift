import DNSCore
import NIOCore
import NIOPosix

/// What listens for one instance, for as long as that is to be there.
actor DemoListener {
    private let group: any EventLoopGroup
    private let manner: DemoInstance.Manner
    private let address: SocketAddress
    /// The one that the kernel picked at first: who comes back takes it again.
    private(set) var port: UInt16?
    private var channel: (any Channel)?

    /// - Parameter port: where somebody else listens already.
    init(
        _ manner: DemoInstance.Manner, at address: IPAddress, port: UInt16? = nil, on group: any EventLoopGroup
    ) throws {
        self.group = group
        self.port = port
        self.manner = manner
        self.address = try SocketAddress(ipAddress: "\(address)", port: 0)
    }

    var isListening: Bool { channel != nil }

    func start() async throws {
        guard channel == nil else { return }
        var address = address
        if let port { address.port = Int(port) }
        let channel: any Channel
        switch manner {
        // A stand-in listens for these.
        case .dangling, .dormant: return
        case .stream: channel = try await listen(at: address)
        case .clock(let delay): channel = try await answer(at: address, delay) { Self.clockAnswer($0) }
        case .resolver(let delay): channel = try await answer(at: address, delay) { Self.resolverAnswer($0) }
        }
        self.channel = channel
        port = channel.localAddress?.port.flatMap(UInt16.init(exactly:))
    }

    func stop() async {
        let channel = channel
        self.channel = nil
        try? await channel?.close()
    }

    /// Takes connections and waits for the other side to end them.
    private func listen(at address: SocketAddress) async throws -> any Channel {
        try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 64)
            .bind(to: address).get()
    }

    private func answer(
        at address: SocketAddress, _ delay: Duration, with answer: @escaping @Sendable ([UInt8]) -> [UInt8]?
    ) async throws -> any Channel {
        try await DatagramBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(DemoAnswers(delay: delay, answer: answer))
                }
            }
            .bind(to: address).get()
    }

    /// A server's packet with the client's time in it (RFC 5905 section 7.3).
    private static func clockAnswer(_ request: [UInt8]) -> [UInt8]? {
        guard request.count >= 48, request[0] & 7 == 3 else { return nil }
        var answer = [UInt8](repeating: 0, count: 24)
        answer[0] = 4 << 3 | 4
        answer[1] = 2
        return answer + request[40..<48] + [UInt8](repeating: 0, count: 16)
    }

    /// REFUSED: nobody is resolved for, but somebody is there.
    private static func resolverAnswer(_ request: [UInt8]) -> [UInt8]? {
        guard let message = try? Message(decoding: request), !message.header.isResponse else { return nil }
        let header = Header(
            id: message.header.id, isResponse: true, opcode: message.header.opcode, responseCode: .refused)
        return try? Message(header: header, questions: message.questions).encoded()
    }
}

/// Answers each datagram after a while.
private final class DemoAnswers: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let delay: TimeAmount
    private let answer: @Sendable ([UInt8]) -> [UInt8]?

    init(delay: Duration, answer: @escaping @Sendable ([UInt8]) -> [UInt8]?) {
        self.delay = .nanoseconds(
            delay.components.seconds * 1_000_000_000 + delay.components.attoseconds / 1_000_000_000)
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        guard let bytes = answer(Array(envelope.data.readableBytesView)) else { return }
        let reply = AddressedEnvelope(
            remoteAddress: envelope.remoteAddress, data: context.channel.allocator.buffer(bytes: bytes))
        let channel = context.channel
        context.eventLoop.scheduleTask(in: delay) { channel.writeAndFlush(reply, promise: nil) }
    }
}
