import DNSCore
import Glibc
import Synchronization
import Testing

@testable import DNSAuthority

@Suite("Serving by UDP")
struct DatagramServerTests {
    private func isAnswered(_ client: UDPClient, id: UInt16 = 0x1234) throws -> Bool {
        let answer = try Message(decoding: try client.ask(try query("svc.test", .soa, id: id)))
        return answer.header.id == id && answer.answers.map(\.type) == [.soa]
    }

    @Test("on IPv4 and IPv6 at once, each on a port of its own", arguments: [1, 2])
    func families(threadCount: Int) async throws {
        let sample = try SampleServer(at: ["127.0.0.1", "::1"], threadCount: threadCount)
        let places = sample.server.places
        #expect(places.map(\.address) == [try #require(IPAddress("127.0.0.1")), try #require(IPAddress("::1"))])
        for place in places {
            for id in 0..<50 as Range<UInt16> {
                #expect(try isAnswered(UDPClient(host: "\(place.address)", port: place.port), id: id))
            }
        }
        await sample.server.stop()
    }

    @Test(
        "bound to every address, the answer comes from the one that was asked",
        arguments: [
            ("0.0.0.0", ["127.0.0.1", "127.0.0.77", "127.1.2.3"]), ("::", ["::1"]),
        ])
    func wildcard(address: String, hosts: [String]) async throws {
        let sample = try SampleServer(at: [address])
        // A connected socket gets nothing that comes from elsewhere.
        for host in hosts { #expect(try isAnswered(UDPClient(host: host, port: sample.port))) }
        await sample.server.stop()
    }

    @Test("a descriptor that was handed over is served, and one that is no UDP socket refused with the reason")
    func adopted() async throws {
        let descriptor = socket(AF_INET6, Int32(SOCK_DGRAM.rawValue), 0)
        var both: Int32 = 0
        setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &both, socklen_t(MemoryLayout<Int32>.size))
        // A sockaddr_in6 of the family alone: any address, any port.
        var address = [UInt16](repeating: 0, count: 14)
        address[0] = UInt16(AF_INET6)
        let bound = address.withUnsafeBytes { bytes in
            bind(descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
        try #require(bound == 0)
        let seen = Mutex<Set<String>>([])
        let server = try DatagramServer(sockets: [DatagramSocket.adopt(descriptor)], threadCount: 2) {
            request, requester in
            seen.withLock { _ = $0.insert("\(requester.address)") }
            return .answer(request.withUnsafeBufferPointer { Array($0) })
        } slow: { _, _ in
            nil
        }
        try server.start()
        for host in ["127.0.0.9", "::1"] {
            let client = try UDPClient(host: host, port: server.places[0].port)
            _ = try client.ask(try query("svc.test", .soa))
        }
        await server.stop()
        // Who comes by IPv4 is known by an IPv4 address.
        #expect(seen.withLock { $0 } == ["127.0.0.1", "::1"])
        let stream = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(stream) }
        let error = #expect(throws: DatagramServerError.self) { try DatagramSocket.adopt(stream) }
        #expect(error?.description.contains("descriptor \(stream) cannot serve UDP") == true)
    }

    @Test("a port that is taken is not shared, whether by one thread or two", arguments: [1, 2])
    func taken(threadCount: Int) async throws {
        let sample = try SampleServer(threadCount: threadCount)
        let place = sample.server.places[0]
        let error = #expect(throws: DatagramServerError.self) { try DatagramSocket.open(at: place) }
        #expect(error?.code == EADDRINUSE && error?.description.contains("choose another port") == true)
        await sample.server.stop()
    }

    @Test("responses and what is too short get no answer, and nobody is asked for one")
    func silence() async throws {
        let sample = try SampleServer()
        let client = try UDPClient(port: sample.port)
        var response = try query("svc.test", .soa, id: 7)
        response[2] |= 0x80
        for bytes in [response, [], [1], Array(response.prefix(11)).map { $0 & 0x7F }] { client.send(bytes) }
        client.send(try query("svc.test", .soa, id: 8))
        // What is answered first is what was sent last.
        #expect(try Message(decoding: try #require(client.receive())).header.id == 8)
        await sample.server.stop()
    }

    @Test("a slow answer comes when it is there, and holds up nobody")
    func slow() async throws {
        let gate = AsyncStream.makeStream(of: Void.self)
        let sample = try SampleServer { request, _ in
            for await _ in gate.stream { break }
            return Answerer.refusal(.serverFailure, of: request.span)
        }
        let waiting = try UDPClient(port: sample.port)
        waiting.send(try query("slow.svc.test", .soa, id: 1))
        #expect(try isAnswered(UDPClient(port: sample.port), id: 2))
        gate.continuation.yield()
        #expect(try Message(decoding: try #require(waiting.receive())).header.id == 1)
        await sample.server.stop()
    }

    @Test("of slow answers only so many are under way: what comes beyond them is dropped")
    func tooManySlow() async throws {
        let gate = AsyncStream.makeStream(of: Void.self)
        let begun = Mutex(0)
        let sample = try SampleServer { request, _ in
            begun.withLock { $0 += 1 }
            for await _ in gate.stream { break }
            return Answerer.refusal(.serverFailure, of: request.span)
        }
        let client = try UDPClient(port: sample.port)
        for _ in 0..<30 {
            for id in 0..<50 as Range<UInt16> { client.send(try query("slow.svc.test", .soa, id: 1000 + id)) }
            // Who has been answered knows that those before it were looked at.
            _ = try client.ask(try query("svc.test", .soa, id: 1))
        }
        gate.continuation.finish()
        await sample.server.stop()
        #expect(begun.withLock { $0 } == 1024)
    }

    @Test("an answer that is longer than the request allows is not sent")
    func tooLong() async throws {
        let sample = try SampleServer { request, _ in
            Array(request.prefix(2)) + [0x80] + [UInt8](repeating: 0, count: request.count > 40 ? 600 : 510)
        }
        let client = try UDPClient(port: sample.port)
        client.send(try query("slow.svc.test", .soa, id: 1))
        client.send(try query("slow.svc.test", .soa, edns: EDNS(udpSize: 1000), id: 2))
        let answer = try #require(client.receive())
        #expect(answer.count == 603 && answer[1] == 2)
        await sample.server.stop()
        #expect(client.receive(milliseconds: 0) == nil)
    }

    @Test("after it has stopped, its port is free and nothing is answered")
    func stopped() async throws {
        var sample: SampleServer? = try SampleServer(threadCount: 2)
        let place = try #require(sample?.server.places[0])
        await sample?.server.stop()
        sample = nil
        let socket = try DatagramSocket.open(at: place)
        #expect(socket.place == place)
    }

    @Test("under a load of thousands of queries each one gets its own answer", arguments: [1, 2])
    func load(threadCount: Int) async throws {
        let sample = try SampleServer(threadCount: threadCount)
        let clients = try (0..<8).map { _ in try UDPClient(port: sample.port) }
        var answered = 0
        for round in 0..<100 as Range<UInt16> {
            for (index, client) in clients.enumerated() {
                for place in 0..<4 as Range<UInt16> {
                    client.send(try query("host\(index + 1).svc.test", .a, id: round * 4 + place))
                }
            }
            for (index, client) in clients.enumerated() {
                for _ in 0..<4 {
                    let answer = try Message(decoding: try #require(client.receive()))
                    let address = try #require(IPAddress("192.0.2.\(index + 1)"))
                    guard case .v4(let expected) = address, answer.answers.map(\.data) == [.a(expected)] else {
                        Issue.record("host\(index + 1): \(answer)")
                        continue
                    }
                    if answer.header.id / 4 == round { answered += 1 }
                }
            }
        }
        #expect(answered == 3200)
        await sample.server.stop()
    }
}
