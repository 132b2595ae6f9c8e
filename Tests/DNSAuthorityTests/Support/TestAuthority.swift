import DNSCore
import Glibc
import NIOCore
import NIOPosix
import Synchronization

@testable import DNSAuthority

/// The parts under test put together: a server on 127.0.0.1 that answers with what a zone has at a name, and transfers.
final class TestAuthority: Sendable {
    let zones = ZoneRegistry()
    let port: UInt16
    private let streams: StreamServer
    private let datagrams: any Channel
    private let counter = DifferenceCounter()

    /// Answers by TCP that were differences.
    var differencesSent: Int { counter.value }

    private final class DifferenceCounter: Sendable {
        private let state = Mutex(0)

        var value: Int { state.withLock { $0 } }

        /// Differences begin with two versions of the SOA record.
        func count(_ reply: Reply) {
            guard case .transfer(var transfer) = reply, let bytes = transfer.next(at: now()),
                let answers = try? Message(decoding: bytes).answers, answers.count > 1, answers[1].type == .soa
            else { return }
            state.withLock { $0 += 1 }
        }
    }

    /// - Parameter key: without it nothing is transferred, if there is one.
    init(_ zone: Zone, key: TSIGKey? = nil) async throws {
        zones.publish(zone)
        let desk = AnsweringDesk(zones: zones, key: key)
        let counter = counter
        let group = MultiThreadedEventLoopGroup.singleton
        var bound: (StreamServer, any Channel)?
        // Somebody else may have the port for UDP.
        while bound == nil {
            let streams = StreamServer(listeners: [StreamListener(.address(loopback, port: 0))]) { request, requester in
                let reply = desk.reply(request, requester)
                counter.count(reply)
                return reply
            }
            try await streams.start()
            let datagrams = try? await DatagramBootstrap(group: group)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(Datagrams(desk))
                    }
                }
                .bind(host: "127.0.0.1", port: Int(streams.ports[0])).get()
            if let datagrams { bound = (streams, datagrams) } else { await streams.stop() }
        }
        guard let (streams, datagrams) = bound else { throw NeverHappened() }
        (self.streams, self.datagrams) = (streams, datagrams)
        port = streams.ports[0]
    }

    func stop() async {
        await streams.stop()
        try? await datagrams.close()
    }

    private final class Datagrams: ChannelInboundHandler, Sendable {
        typealias InboundIn = AddressedEnvelope<ByteBuffer>
        typealias OutboundOut = AddressedEnvelope<ByteBuffer>
        private let desk: AnsweringDesk

        init(_ desk: AnsweringDesk) { self.desk = desk }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let packet = unwrapInboundIn(data)
            let requester = Requester(
                address: loopback, port: UInt16(packet.remoteAddress.port ?? 0), transport: .datagram)
            guard case .message(let answer) = desk.reply(Array(packet.data.readableBytesView), requester) else {
                return
            }
            let reply = AddressedEnvelope(remoteAddress: packet.remoteAddress, data: ByteBuffer(bytes: answer))
            context.writeAndFlush(wrapOutboundOut(reply), promise: nil)
        }
    }
}

let loopback = IPAddress.v4(IPv4Address(rawValue: 0x7F00_0001))

func now() -> UInt64 { UInt64(max(0, time(nil))) }

/// A small request handler: signatures, what a zone has at a name, transfers.
struct AnsweringDesk: Sendable {
    let zones: ZoneRegistry
    let key: TSIGKey?

    func reply(_ bytes: [UInt8], _ requester: Requester) -> Reply {
        var requester = requester
        var responder: TSIGResponder?
        switch TSIGVerifier(keys: [key].compactMap { $0 }).verify(bytes.span, at: now()) {
        case .unsigned: break
        case .verified(let verified):
            responder = verified
            requester.key = verified.key.name
        case .refused(let refusal):
            guard var answer = answer(to: bytes, refusal.responseCode) else { return .nothing }
            do { try refusal.sign(&answer, at: now()) } catch { return .nothing }
            return .message(answer)
        case .malformed: return answer(to: bytes, .formatError).map(Reply.message) ?? .nothing
        }
        guard let question = try? Message(decoding: bytes).questions.first else { return .nothing }
        if question.type == .axfr || question.type == .ixfr {
            let keyName = key?.name
            let desk = TransferDesk(zones: zones) { _, requester in keyName == nil || requester.key == keyName }
            return desk.reply(to: bytes.span, from: requester, signing: responder, at: now())
        }
        guard var answer = answer(to: bytes, .noError) else { return .nothing }
        do { try responder?.sign(&answer, at: now()) } catch { return .nothing }
        return .message(answer)
    }

    private func answer(to bytes: [UInt8], _ code: ResponseCode) -> [UInt8]? {
        guard let request = try? Message(decoding: bytes) else { return nil }
        var answer = Message(
            header: Header(
                id: request.header.id, isResponse: true, opcode: request.header.opcode, flags: .authoritative,
                responseCode: code),
            questions: request.questions, edns: request.edns.map { _ in EDNS() })
        if code == .noError, let question = request.questions.first {
            let rrset = zones.zone(of: question.name)?.contents.rrset(question.type, at: question.name)
            answer.answers = (rrset?.data ?? []).map {
                ResourceRecord(name: question.name, ttl: rrset?.ttl ?? 0, data: $0)
            }
        }
        return try? answer.encoded()
    }
}
