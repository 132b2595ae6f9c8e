import DNSCore
import Glibc
import NIOCore
import NIOPosix
import Testing

@testable import DNSAuthority

@Suite("Requests over TCP")
struct StreamServerTests {
    private static let listener = StreamListener(.address(loopback, port: 0))

    private func start(
        _ limits: StreamLimits = StreamLimits(), listener: StreamListener = listener,
        _ handler: @escaping @Sendable ([UInt8], Requester) async -> Reply = { request, _ in .message(request) }
    ) async throws -> StreamServer {
        let server = StreamServer(listeners: [listener], limits: limits, handler: handler)
        try await server.start()
        return server
    }

    private func request(_ number: Int, length: Int = 20) -> [UInt8] {
        [UInt8(number >> 8), UInt8(number & 0xFF)] + Array(repeating: 0, count: length - 2)
    }

    // MARK: - Pipelining

    @Test("answers go out as they get ready, whole")
    func outOfOrder() async throws {
        let gate = Gate()
        let server = try await start { request, _ in
            if request[1] == 1 { await gate.pass() }
            return .message(request)
        }
        let client = try await RawClient(port: server.ports[0])
        client.send(messages: [request(1), request(2), request(3)])
        try await until { client.messages.count == 2 }
        #expect(Set(client.messages) == [request(2), request(3)])
        gate.open()
        try await until { client.messages.count == 3 }
        #expect(client.messages.last == request(1))
        await server.stop()
    }

    @Test("no more requests are taken than may wait, and none is lost")
    func limitInFlight() async throws {
        let gate = Gate()
        var limits = StreamLimits()
        limits.pipelined = 4
        let server = try await start(limits) { request, _ in
            await gate.pass()
            return .message(request)
        }
        let client = try await RawClient(port: server.ports[0])
        client.send(messages: (0..<500).map { request($0) })
        let other = try await RawClient(port: server.ports[0])
        other.send(messages: [request(7)])
        // Four of the one, and the other's.
        try await until { gate.arrivals == 5 }
        other.send(messages: [request(8)])
        try await until { gate.arrivals >= 6 }
        #expect(gate.arrivals == 6)
        gate.open()
        try await until { client.messages.count == 500 && other.messages.count == 2 }
        #expect(Set(client.messages) == Set((0..<500).map { request($0) }))
        await server.stop()
    }

    @Test("a request that comes byte by byte is one; what has no answer leaves no gap")
    func pieces() async throws {
        let server = try await start { request, _ in request.dropFirst().first == 2 ? .nothing : .message(request) }
        let client = try await RawClient(port: server.ports[0])
        for byte in [0, 20] + request(1) + [0, 20] + request(2) + [0, 20] + request(3) + [0, 0] { client.send([byte]) }
        try await until { client.messages.count == 3 }
        #expect(Set(client.messages) == [request(1), request(3), []])
        await server.stop()
    }

    @Test("who says that this was all still gets the answers, then the end")
    func halfClosed() async throws {
        let server = try await start()
        let client = try await RawClient(port: server.ports[0])
        client.send(messages: (0..<100).map { request($0) })
        client.finish()
        try await until { client.isClosed }
        #expect(Set(client.messages) == Set((0..<100).map { request($0) }))
        #expect(server.connectionCount == 0)
        await server.stop()
    }

    @Test("the handler learns who asks")
    func requester() async throws {
        let server = try await start { request, requester in
            .message(Array("\(requester.address) \(requester.transport) \(requester.key == nil)".utf8))
        }
        let client = try await RawClient(port: server.ports[0])
        client.send(messages: [request(1)])
        try await until { client.messages.count == 1 }
        #expect(client.messages == [Array("127.0.0.1 stream true".utf8)])
        await server.stop()
    }

    // MARK: - Limits

    @Test("a request that is too long ends the connection")
    func tooLong() async throws {
        var limits = StreamLimits()
        limits.requestLength = 512
        let server = try await start(limits)
        let client = try await RawClient(port: server.ports[0])
        client.send(messages: [request(1, length: 512)])
        try await until { client.messages.count == 1 }
        client.send([2, 1])
        try await until { client.isClosed }
        await server.stop()
    }

    @Test("an idle connection is closed, and so is one that never gets to the end of its request")
    func idle() async throws {
        var limits = StreamLimits()
        limits.idle = .milliseconds(300)
        let server = try await start(limits)
        let silent = try await RawClient(port: server.ports[0])
        let slow = try await RawClient(port: server.ports[0])
        slow.send([0xFF, 0xFF])
        try await until {
            slow.send([0])
            return silent.isClosed && slow.isClosed
        }
        #expect(server.connectionCount == 0)
        await server.stop()
    }

    @Test("a connection that waits for its answer is not idle")
    func waiting() async throws {
        let gate = Gate()
        var limits = StreamLimits()
        limits.idle = .milliseconds(50)
        let server = try await start(limits) { request, _ in
            await gate.pass()
            return .message(request)
        }
        let waiting = try await RawClient(port: server.ports[0])
        waiting.send(messages: [request(1)])
        try await until { gate.arrivals == 1 }
        for _ in 0..<3 {
            let idle = try await RawClient(port: server.ports[0])
            try await until { idle.isClosed }
        }
        #expect(!waiting.isClosed)
        gate.open()
        try await until { waiting.messages.count == 1 }
        await server.stop()
    }

    @Test("who takes nothing is cut off, and costs the others nothing")
    func slowReader() async throws {
        let zone = try TransferZone.of(services: 60_000)
        var limits = StreamLimits()
        limits.stall = .milliseconds(500)
        let zones = ZoneRegistry()
        zones.publish(zone)
        let desk = AnsweringDesk(zones: zones, key: nil)
        let server = try await start(limits) { desk.reply($0, $1) }
        let question = Message(header: Header(id: 3), questions: [Question(name: zone.apex, type: .axfr)])
        let slow = try await RawClient(port: server.ports[0], reads: false)
        slow.send(messages: [try question.encoded()])
        let reader = try await RawClient(port: server.ports[0])
        reader.send(messages: [try question.encoded()])
        try await until { server.connectionCount == 1 }
        try await until {
            try reader.messages.last.map { try Message(decoding: $0).answers.last?.type == .soa } ?? false
        }
        #expect(!reader.isClosed)
        await server.stop()
    }

    @Test("over the limit, who has been idle for the longest makes room")
    func tooMany() async throws {
        let gate = Gate()
        var limits = StreamLimits()
        limits.connections = 3
        let server = try await start(limits) { request, _ in
            await gate.pass()
            return .message(request)
        }
        let port = server.ports[0]
        let busy = try await RawClient(port: port)
        busy.send(messages: [request(1)])
        try await until { gate.arrivals == 1 }
        let first = try await RawClient(port: port)
        try await until { server.connectionCount == 2 }
        let second = try await RawClient(port: port)
        try await until { server.connectionCount == 3 }
        let third = try await RawClient(port: port)
        try await until { first.isClosed }
        #expect(!busy.isClosed && !second.isClosed && !third.isClosed)
        gate.open()
        try await until { busy.messages.count == 1 }
        await server.stop()
    }

    @Test("a crowd of idle connections keeps nobody from being answered")
    func crowd() async throws {
        var limits = StreamLimits()
        limits.connectionsPerAddress = 64
        let server = try await start(limits)
        var crowd: [RawClient] = []
        for _ in 0..<500 { crowd.append(try await RawClient(port: server.ports[0])) }
        let client = try await RawClient(port: server.ports[0])
        client.send(messages: [request(1)])
        try await until { client.messages.count == 1 }
        #expect(server.connectionCount <= 64)
        try await until { crowd.count { $0.isClosed } >= 437 }
        await server.stop()
        try await until { crowd.allSatisfy(\.isClosed) }
    }

    // MARK: - Beginning and end

    @Test("a stop answers what has been asked, and lets nobody in")
    func stop() async throws {
        let gate = Gate()
        let server = try await start { request, _ in
            await gate.pass()
            return .message(request)
        }
        let client = try await RawClient(port: server.ports[0])
        let idle = try await RawClient(port: server.ports[0])
        client.send(messages: [request(1)])
        try await until { gate.arrivals == 1 && server.connectionCount == 2 }
        let stop = Task { await server.stop(within: .seconds(60)) }
        try await until { idle.isClosed }
        await #expect(throws: (any Error).self) { try await RawClient(port: server.ports[0]) }
        #expect(!client.isClosed)
        gate.open()
        await stop.value
        try await until { client.isClosed }
        #expect(client.messages == [request(1)])
    }

    @Test("a stop does not wait for ever")
    func stopWithin() async throws {
        let gate = Gate()
        let server = try await start { request, _ in
            await gate.pass()
            return .message(request)
        }
        let client = try await RawClient(port: server.ports[0])
        client.send(messages: [request(1)])
        try await until { gate.arrivals == 1 }
        await server.stop(within: .milliseconds(50))
        try await until { client.isClosed }
        gate.open()
    }

    @Test("a socket that somebody else has opened is as good")
    func inherited() async throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        #expect(listen(descriptor, 16) == 0)
        let server = try await start(listener: StreamListener(.descriptor(descriptor)))
        let client = try await RawClient(port: server.ports[0])
        client.send(messages: [request(1)])
        try await until { client.messages.count == 1 }
        await server.stop()
    }

    @Test("IPv6 on the same port is another listener")
    func bothFamilies() async throws {
        let first = try await start()
        let six = IPAddress.v6(IPv6Address(high: 0, low: 1))
        let server = StreamServer(listeners: [StreamListener(.address(six, port: first.ports[0]))]) {
            request, requester in
            .message(Array("\(requester.address)".utf8))
        }
        try await server.start()
        #expect(server.ports == first.ports)
        await server.stop()
        await first.stop()
    }

    @Test("an address that is taken is told by name, and nothing stays open")
    func taken() async throws {
        let first = try await start()
        let taken = StreamListener(.address(loopback, port: first.ports[0]))
        let second = StreamServer(listeners: [Self.listener, taken]) { request, _ in .message(request) }
        let error = await #expect(throws: StreamServerError.self) { try await second.start() }
        #expect("\(try #require(error))" == "cannot listen on 127.0.0.1:\(first.ports[0]): Address already in use")
        await first.stop()
    }
}
