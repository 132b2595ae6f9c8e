import DNSCore
import NIOCore
import NIOPosix
import NIOSSL

/// One connection to a server, over TCP or TLS.
struct StreamConnection: Sendable {
    private let channel: any Channel
    private let queue: ChunkQueue
    private let socket: NIOLoopBound<SocketEnd>
    private let ready: EventLoopFuture<Void>

    /// The next bytes that the server has sent, or nothing when it has closed.
    func next() async throws(ClientError) -> ByteBuffer? {
        try await queue.next { channel.read() }
    }

    func send(_ message: [UInt8]) throws(ClientError) {
        guard let length = UInt16(exactly: message.count) else {
            throw .unsendable(WireError(.tooLong("message"), at: 65_535))
        }
        var buffer = channel.allocator.buffer(capacity: message.count + 2)
        buffer.writeInteger(length)
        buffer.writeBytes(message)
        channel.writeAndFlush(buffer, promise: nil)
    }

    /// Ends the connection in good order, without waiting for it.
    private func close() { channel.close(promise: nil) }

    /// Ends the connection at once.
    private func cut() {
        queue.finish(.failure(.cancelled))
        channel.eventLoop.execute { [socket] in socket.value.cut() }
    }
}

extension StreamConnection {
    /// How a connection is to be made and watched.
    struct Terms: Sendable {
        var address: SocketAddress
        var security: TLSCheck?
        /// For TCP's handshake, and for TLS's since the last byte.
        var connect: Duration
        /// Since the last byte.
        var patience: Duration
        /// For the whole answer, from when the request was sent.
        var limit: Duration?
        /// What the server is doing once so many bytes of its answer have come.
        var phase: @Sendable (Int) -> ClientError.Phase
    }

    /// Connects, lets `body` speak, and closes. When the task is cancelled the connection is cut at once.
    static func withConnection<Value: Sendable>(
        _ terms: Terms, on group: any EventLoopGroup,
        _ body: (StreamConnection) async throws(ClientError) -> Value
    ) async throws(ClientError) -> Value {
        let leash = ChannelLeash()
        let result: Result<Value, ClientError> = await withTaskCancellationHandler {
            do throws(ClientError) {
                let connection = try await open(terms, on: group, leash)
                defer { connection.close() }
                return .success(try await body(connection))
            } catch {
                return .failure(leash.isPulled ? .cancelled : error)
            }
        } onCancel: {
            leash.pull()
        }
        return try result.get()
    }

    private static func open(
        _ terms: Terms, on group: any EventLoopGroup, _ leash: ChannelLeash
    ) async throws(ClientError) -> StreamConnection {
        do {
            let connection = try await ClientBootstrap(group: group)
                .connectTimeout(TimeAmount(bounded: terms.connect))
                .channelOption(.autoRead, value: false)
                .channelOption(.recvAllocator, value: readSizes)
                .connect(to: terms.address) { channel in
                    channel.eventLoop.makeCompletedFuture { try prepare(channel, terms, leash) }
                }
            try await connection.ready.get()
            return connection
        } catch {
            throw ClientError(socketError: error)
        }
    }

    /// Grows to 256 KiB while the server fills the reads: fewer calls, and fewer messages cut in two.
    private static var readSizes: AdaptiveRecvByteBufferAllocator {
        AdaptiveRecvByteBufferAllocator(minimum: 4096, initial: 16_384, maximum: 262_144)
    }

    /// Runs on the channel's event loop.
    private static func prepare(
        _ channel: any Channel, _ terms: Terms, _ leash: ChannelLeash
    ) throws -> StreamConnection {
        let queue = ChunkQueue()
        let ready = channel.eventLoop.makePromise(of: Void.self)
        let socket = SocketEnd(patience: TimeAmount(bounded: terms.connect))
        let end = StreamEnd(terms, queue: queue, socket: socket, ready: ready)
        let connection = StreamConnection(
            channel: channel, queue: queue, socket: NIOLoopBound(socket, eventLoop: channel.eventLoop),
            ready: ready.futureResult)
        do {
            try channel.pipeline.syncOperations.addHandler(socket)
            if let handler = try terms.security?.makeHandler() {
                try channel.pipeline.syncOperations.addHandler(handler)
            }
            try channel.pipeline.syncOperations.addHandler(end)
        } catch {
            ready.fail(error)
            throw error
        }
        leash.attach { connection.cut() }
        return connection
    }
}
