import DNSCore
import NIOCore
import NIOPosix
import Synchronization

/// A UDP server on 127.0.0.1 that answers notifications as the test tells it.
final class FakeSecondary: Sendable {
    struct Request: Sendable {
        var bytes: [UInt8]

        var serial: Serial {
            get throws {
                guard case .soa(let soa)? = try Message(decoding: bytes).answers.first?.data else {
                    throw NeverHappened()
                }
                return soa.serial
            }
        }

        func answer() throws -> Message {
            let request = try Message(decoding: bytes)
            return Message(
                header: Header(id: request.header.id, isResponse: true, opcode: .notify, flags: .authoritative),
                questions: request.questions)
        }

        /// Signed where there is a key.
        func acknowledgement(key: TSIGKey? = nil) throws -> [UInt8] {
            var answer = try answer().encoded()
            if let key {
                var responder = try TSIGVerifier(keys: [key]).responder(for: bytes, at: now())
                try responder.sign(&answer, at: now())
            }
            return answer
        }
    }

    /// What comes back for a request, and its number from 0.
    typealias Script = @Sendable (Request, Int) throws -> [[UInt8]]

    let port: UInt16
    private let channel: any Channel
    private let requests: Requests

    fileprivate final class Requests: Sendable {
        let bytes = Mutex<[[UInt8]]>([])
    }

    init(_ script: @escaping Script) async throws {
        let requests = Requests()
        channel = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Player(script, requests))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = UInt16(channel.localAddress?.port ?? 0)
        self.requests = requests
    }

    deinit { channel.close(promise: nil) }

    var received: [[UInt8]] { requests.bytes.withLock { $0 } }

    private final class Player: ChannelInboundHandler, Sendable {
        typealias InboundIn = AddressedEnvelope<ByteBuffer>
        typealias OutboundOut = AddressedEnvelope<ByteBuffer>
        private let script: Script
        private let requests: Requests

        init(_ script: @escaping Script, _ requests: Requests) {
            self.script = script
            self.requests = requests
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let packet = unwrapInboundIn(data)
            let bytes = Array(packet.data.readableBytesView)
            let number = requests.bytes.withLock { requests in
                requests.append(bytes)
                return requests.count - 1
            }
            for answer in (try? script(Request(bytes: bytes), number)) ?? [] {
                let reply = AddressedEnvelope(remoteAddress: packet.remoteAddress, data: ByteBuffer(bytes: answer))
                context.write(wrapOutboundOut(reply), promise: nil)
            }
            context.flush()
        }
    }
}
