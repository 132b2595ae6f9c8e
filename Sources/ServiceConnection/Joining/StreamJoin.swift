import Dispatch
import Glibc
import NIOCore

/// Joins a connection to two descriptors of this process, as standard input and output: whatever they are, and whatever
/// the bytes.
///
/// The end of the input ends our side of the connection alone, and the end of the peer's side ends the output. Who does not
/// read keeps the other waiting.
package struct StreamJoin: Sendable {
    package var input: Int32
    package var output: Int32
    /// That the peer has ended its side is the end of all: for someone at a terminal.
    package var endsWithPeer = false

    package init(input: Int32, output: Int32) {
        self.input = input
        self.output = output
    }

    /// How it ended, other than well.
    package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// Nobody reads the output any more: the usual end of a pipe, and no one's mistake.
        case readerGone
        /// The peer has gone before everything was said.
        case cut(ConnectionFault)
        /// Our own input or output.
        case local(String)

        package var description: String {
            switch self {
            case .readerGone: "nobody reads the output any more"
            case .cut(.closed): "the service has cut the connection"
            case .cut(let fault): "the connection has broken: \(fault)"
            case .local(let reason): reason
            }
        }
    }

    /// Carries both directions to their ends. A read from the input that is under way when the peer ends is left alone.
    package func run(_ connection: EstablishedConnection) async throws(Fault) {
        let channel = connection.channel
        let received = channel.eventLoop.makePromise(of: Void.self)
        let sent = channel.eventLoop.makePromise(of: Void.self)
        defer { channel.close(promise: nil) }
        do {
            try await connection.begin(autoRead: false) { [output] channel in
                try channel.pipeline.syncOperations.addHandler(OutputHandler(output, ended: received))
            }
            channel.read()
            DispatchQueue(label: "svctop.input").async { [input] in
                sent.completeWith(Result { try Self.send(input, to: channel) })
            }
            try await received.futureResult.get()
            guard !endsWithPeer else { return }
            endOutput()
            try await sent.futureResult.get()
        } catch let fault as Fault {
            throw fault
        } catch {
            for promise in [received, sent] { promise.fail(error) }
            throw .cut(ConnectionFault(error))
        }
    }

    /// Whoever reads the output sees its end; the descriptor stays taken.
    private func endOutput() {
        let nothing = open("/dev/null", O_WRONLY | O_CLOEXEC)
        guard nothing >= 0 else { return }
        dup2(nothing, output)
        close(nothing)
    }

    /// Blocks until the input has ended.
    private static func send(_ input: Int32, to channel: any Channel) throws {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(input, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN {
                waitUntilReady(input, POLLIN)
                continue
            }
            guard count > 0 else { break }
            try channel.writeAndFlush(ByteBuffer(bytes: chunk[..<count])).wait()
        }
        // Where the connection has ended meanwhile, there is nobody to be told.
        try? channel.close(mode: .output).wait()
    }
}

func waitUntilReady(_ descriptor: Int32, _ what: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(what), revents: 0)
    _ = poll(&request, 1, -1)
}

/// Writes what comes to a descriptor, and reads on when it is written.
private final class OutputHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let output: Int32
    private let ended: EventLoopPromise<Void>
    private let writer = DispatchQueue(label: "svctop.output")
    private var waiting: [ByteBuffer] = []

    init(_ output: Int32, ended: EventLoopPromise<Void>) {
        self.output = output
        self.ended = ended
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { waiting.append(unwrapInboundIn(data)) }

    func channelReadComplete(context: ChannelHandlerContext) {
        let buffers = waiting
        waiting = []
        writer.async { [output, ended, channel = context.channel] in
            for buffer in buffers {
                if let fault = write(buffer, to: output) { return ended.fail(fault) }
            }
            channel.read()
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { end() }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { end() }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    /// After all that was received before.
    private func end(_ error: (any Error)? = nil) {
        let buffers = waiting
        waiting = []
        writer.async { [output, ended] in
            for buffer in buffers {
                if let fault = write(buffer, to: output) { return ended.fail(fault) }
            }
            if let error { return ended.fail(error) }
            ended.succeed()
        }
    }
}

/// Blocks until all is written.
private func write(_ buffer: ByteBuffer, to descriptor: Int32) -> StreamJoin.Fault? {
    buffer.withUnsafeReadableBytes { bytes in
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count > 0 {
                rest = rest.dropFirst(count)
                continue
            }
            switch errno {
            case EINTR: break
            case EAGAIN: waitUntilReady(descriptor, POLLOUT)
            case EPIPE: return .readerGone
            case let code: return .local("cannot write: \(String(cString: strerror(code)))")
            }
        }
        return nil
    }
}
