import DNSCore
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

@testable import DNSClient

/// A server on 127.0.0.1, UDP and TCP at one port, that answers as the test tells it.
final class FakeServer: Sendable {
    /// What came in.
    struct Request: Sendable {
        var bytes: [UInt8]
        /// Counts from 0, UDP and TCP together.
        var number: Int
        var isTCP: Bool
        /// The port that it came from.
        var port: UInt16

        var message: Message {
            get throws { try Message(decoding: bytes) }
        }
    }

    /// What goes out, one after the other.
    enum Reply: Sendable {
        /// One packet over UDP, one message with its length over TCP.
        case message([UInt8])
        /// Over TCP, as they are.
        case bytes([UInt8])
        /// Over UDP, from another port.
        case messageFromElsewhere([UInt8])
        case close
        /// Over TLS, without its good-bye.
        case cut
    }

    typealias Script = @Sendable (Request) throws -> [Reply]

    let port: UInt16
    private let datagrams: any Channel
    private let elsewhere: any Channel
    private let listener: any Channel
    private let connections = Mutex<[any Channel]>([])
    private let requests = Mutex<[Request]>([])

    static func start(tls: NIOSSLContext? = nil, _ script: @escaping Script) async throws -> FakeServer {
        let group = MultiThreadedEventLoopGroup.singleton
        for _ in 0..<50 {
            let handlers = Handlers(script: script, tls: tls)
            let listener = try await ServerBootstrap(group: group)
                .childChannelInitializer { handlers.prepare($0) }
                .bind(host: "127.0.0.1", port: 0).get()
            let port = listener.localAddress?.port ?? 0
            do {
                let elsewhere = try await DatagramBootstrap(group: group).bind(host: "127.0.0.1", port: 0).get()
                let datagrams = try await DatagramBootstrap(group: group)
                    .channelInitializer { handlers.prepareDatagrams($0) }
                    .bind(host: "127.0.0.1", port: port).get()
                let server = FakeServer(UInt16(port), datagrams, elsewhere, listener)
                handlers.server.withLock { $0.server = server }
                return server
            } catch {
                try await listener.close()
            }
        }
        throw ChannelError.operationUnsupported
    }

    private init(_ port: UInt16, _ datagrams: any Channel, _ elsewhere: any Channel, _ listener: any Channel) {
        self.port = port
        self.datagrams = datagrams
        self.elsewhere = elsewhere
        self.listener = listener
    }

    deinit {
        let open = connections.withLock { $0 }
        for channel in [datagrams, elsewhere, listener] + open { channel.close(promise: nil) }
    }

    var received: [Request] { requests.withLock { $0 } }

    /// How many of the connections that were made are still there.
    var openConnections: Int { connections.withLock { $0.count { $0.isActive } } }

    var closedConnections: Int { connections.withLock { $0.count { !$0.isActive } } }

    /// With timeouts that a busy machine does not run into.
    func server(key: TSIGKey? = nil, tls: TLSPolicy? = nil, transport: Server.Transport = .datagrams) throws -> Server {
        Server(
            try ServerAddress(host: "127.0.0.1", port: port), key: key, tls: tls, transport: transport,
            timeouts: Timeouts(connect: .seconds(60), answer: .seconds(60), stall: .seconds(60)))
    }

    fileprivate func note(_ bytes: ByteBuffer, isTCP: Bool, port: Int?) -> Request {
        requests.withLock { requests in
            let request = Request(
                bytes: Array(bytes.readableBytesView), number: requests.count, isTCP: isTCP, port: UInt16(port ?? 0))
            requests.append(request)
            return request
        }
    }

    fileprivate func add(_ connection: any Channel) { connections.withLock { $0.append(connection) } }

    fileprivate func sendFromElsewhere(_ bytes: [UInt8], to address: SocketAddress) {
        elsewhere.writeAndFlush(AddressedEnvelope(remoteAddress: address, data: ByteBuffer(bytes: bytes)), promise: nil)
    }

    private struct Weak {
        weak var server: FakeServer?
    }

    /// What the channels need; holds the server weakly, so that it ends with its test.
    private final class Handlers: Sendable {
        let script: Script
        let tls: NIOSSLContext?
        let server = Mutex(Weak())

        init(script: @escaping Script, tls: NIOSSLContext?) {
            self.script = script
            self.tls = tls
        }

        func prepare(_ channel: any Channel) -> EventLoopFuture<Void> {
            channel.eventLoop.makeCompletedFuture {
                let socket = SocketEnd(patience: .hours(1))
                try channel.pipeline.syncOperations.addHandler(socket)
                if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                try channel.pipeline.syncOperations.addHandler(StreamScript(self, socket))
            }
        }

        func prepareDatagrams(_ channel: any Channel) -> EventLoopFuture<Void> {
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(DatagramScript(self))
            }
        }
    }

    private final class DatagramScript: ChannelInboundHandler {
        typealias InboundIn = AddressedEnvelope<ByteBuffer>
        typealias OutboundOut = AddressedEnvelope<ByteBuffer>
        let handlers: Handlers

        init(_ handlers: Handlers) { self.handlers = handlers }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let packet = unwrapInboundIn(data)
            guard let server = handlers.server.withLock({ $0.server }) else { return }
            let request = server.note(packet.data, isTCP: false, port: packet.remoteAddress.port)
            for reply in (try? handlers.script(request)) ?? [] {
                switch reply {
                case .message(let bytes), .bytes(let bytes):
                    let answer = AddressedEnvelope(remoteAddress: packet.remoteAddress, data: ByteBuffer(bytes: bytes))
                    context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
                case .messageFromElsewhere(let bytes): server.sendFromElsewhere(bytes, to: packet.remoteAddress)
                case .close, .cut: break
                }
            }
        }
    }

    private final class StreamScript: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        let handlers: Handlers
        let socket: SocketEnd
        var cutter = MessageCutter()

        init(_ handlers: Handlers, _ socket: SocketEnd) {
            self.handlers = handlers
            self.socket = socket
        }

        func channelActive(context: ChannelHandlerContext) {
            handlers.server.withLock { $0.server }?.add(context.channel)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard let server = handlers.server.withLock({ $0.server }) else { return }
            let port = context.remoteAddress?.port
            cutter.cut(unwrapInboundIn(data)) { message -> Bool in
                let bytes = message.withUnsafeBytes { ByteBuffer(bytes: $0) }
                play((try? handlers.script(server.note(bytes, isTCP: true, port: port))) ?? [], context)
                return true
            }
        }

        private func play(_ replies: [Reply], _ context: ChannelHandlerContext) {
            for reply in replies {
                switch reply {
                case .message(let bytes):
                    var buffer = ByteBuffer(integer: UInt16(truncatingIfNeeded: bytes.count))
                    buffer.writeBytes(bytes)
                    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
                case .bytes(let bytes):
                    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
                case .messageFromElsewhere: break
                case .close: context.close(promise: nil)
                case .cut: socket.cut()
                }
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
