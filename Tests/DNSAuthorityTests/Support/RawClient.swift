import NIOCore
import NIOPosix
import Synchronization

/// A TCP connection whose bytes a test writes itself.
final class RawClient: Sendable {
    private let channel: any Channel
    private let state: Received

    fileprivate final class Received: Sendable {
        let bytes = Mutex<[UInt8]>([])
    }

    /// - Parameter reads: whether what comes is read; who does not read fills buffers.
    init(port: UInt16, reads: Bool = true) async throws {
        let state = Received()
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: reads)
            .channelOption(.allowRemoteHalfClosure, value: false)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Ear(state))
                }
            }
            .connect(host: "127.0.0.1", port: Int(port)).get()
        self.state = state
    }

    deinit { channel.close(promise: nil) }

    func send(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }

    /// Messages with the length before each.
    func send(messages: [[UInt8]]) { send(messages.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xFF)] + $0 }) }

    /// Says that no more will come.
    func finish() { channel.close(mode: .output, promise: nil) }

    func close() { channel.close(promise: nil) }

    /// A client that does not read learns of the end when it reads.
    func read() { channel.read() }

    var isClosed: Bool { !channel.isActive }

    /// The whole messages that have come.
    var messages: [[UInt8]] {
        var rest = state.bytes.withLock { $0 }[...]
        var messages: [[UInt8]] = []
        while rest.count >= 2 {
            let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            guard rest.count >= 2 + length else { break }
            messages.append(Array(rest.dropFirst(2).prefix(length)))
            rest = rest.dropFirst(2 + length)
        }
        return messages
    }

    private final class Ear: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let state: Received

        init(_ state: Received) { self.state = state }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let chunk = unwrapInboundIn(data)
            state.bytes.withLock { $0 += chunk.readableBytesView }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
