import DNSCore
import NIOCore
import NIOPosix
import PeerServers
import Testing

@testable import DNSClient

/// Notifications come in over real sockets, from real servers and from those who only pretend.
struct NotifyListenerTests {
    let anyPort: ServerAddress
    let loopback: Server

    init() throws {
        anyPort = try ServerAddress(host: "127.0.0.1", port: 0)
        loopback = Server(try ServerAddress("127.0.0.1"))
    }

    private static func key() throws -> TSIGKey {
        let secret = try #require(Base64.decode(PeerKey.test.secret))
        return try TSIGKey(name: try DomainName(PeerKey.test.name), secret: secret)
    }

    /// BIND sends over UDP, Knot over TCP, PowerDNS without a serial.
    @Test(
        .needs(.bind, .knot, .powerDNSWithSQLite), .needs(programs: "nsupdate"),
        arguments: [PeerSoftware.bind, .knot, .powerDNSWithSQLite], [false, true])
    func hearsOfChanges(software: PeerSoftware, withKey: Bool) async throws {
        var source = loopback
        source.key = withKey ? try Self.key() : nil
        let listener = try await NotifyListener(bind: anyPort, accepting: [source])
        var configuration = PeerConfiguration(.simple(), key: withKey ? .test : nil)
        configuration.allowsUpdate = true
        configuration.notifies = [try #require(listener.address.port)]
        let server = try await PeerServer.start(software, configuration)
        try await server.nsupdate("add new.svc.test. 60 A 192.0.2.7")
        // The first may be about the zone as it was loaded.
        for await notification in listener {
            #expect(notification.zone == (try DomainName("svc.test")))
            #expect(notification.isSigned == withKey)
            #expect((notification.serial == nil) == (software == .powerDNSWithSQLite))
            guard let serial = notification.serial, serial.rawValue < 2 else { break }
        }
        #expect(listener.counts.strangers == 0)
        #expect(listener.counts.unverified == 0)
        #expect(listener.counts.malformed == 0)
    }

    @Test(.needs(.bind))
    func takesNothingUnsignedFromAServerWithAKey() async throws {
        var source = loopback
        source.key = try Self.key()
        let listener = try await NotifyListener(bind: anyPort, accepting: [source])
        var configuration = PeerConfiguration(.simple())
        configuration.notifies = [try #require(listener.address.port)]
        let server = try await PeerServer.start(.bind, configuration)
        try await until { listener.counts.unverified > 0 }
        #expect(listener.counts.accepted == 0)
        _ = server
    }

    @Test(.needs(.bind))
    func doesNotHearStrangers() async throws {
        let listener = try await NotifyListener(
            bind: anyPort,
            accepting: [Server(try ServerAddress("192.0.2.1")), Server(try ServerAddress("no-such-host.invalid"))])
        var configuration = PeerConfiguration(.simple())
        configuration.notifies = [try #require(listener.address.port)]
        let server = try await PeerServer.start(.bind, configuration)
        try await until { listener.counts.strangers > 0 }
        #expect(listener.counts.accepted == 0)
        _ = server
    }

    @Test func takesSeveralOverOneConnection() async throws {
        let listener = try await NotifyListener(bind: anyPort, accepting: [loopback])
        let zones = try (0..<5).map { try DomainName("z\($0).test") }
        let port = Int(try #require(listener.address.port))
        let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await connection.executeThenClose { inbound, outbound in
            var sent = ByteBuffer()
            for (id, zone) in zones.enumerated() {
                let message = Message(
                    header: Header(id: UInt16(id), opcode: .notify), questions: [Question(name: zone, type: .soa)])
                let bytes = try message.encoded()
                sent.writeInteger(UInt16(bytes.count))
                sent.writeBytes(bytes)
            }
            // Cut where it hurts.
            try await outbound.write(try #require(sent.readSlice(length: 1)))
            try await outbound.write(try #require(sent.readSlice(length: 40)))
            try await outbound.write(sent)
            var heard: [DomainName] = []
            for await notification in listener.prefix(zones.count) { heard.append(notification.zone) }
            #expect(heard == zones)
            var answered: [UInt16] = []
            var cutter = MessageCutter()
            for try await chunk in inbound {
                cutter.cut(chunk) { message -> Bool in
                    answered.append(UInt16(message[0]) << 8 | UInt16(message[1]))
                    return true
                }
                if answered.count == zones.count { break }
            }
            #expect(answered == [0, 1, 2, 3, 4])
        }
        #expect(listener.counts.accepted == 5)
    }

    @Test func closesConnectionsThatSendTooMuch() async throws {
        let listener = try await NotifyListener(bind: anyPort, accepting: [loopback])
        let address = try ServerAddress(host: "127.0.0.1", port: listener.address.port)
        // A message of 65535 bytes is announced, and none of the bytes of an answer is ever due.
        let server = Server(address, transport: .streams, timeouts: Timeouts(answer: .seconds(60)))
        let huge = UpdateRequest(
            zone: try DomainName("svc.test"),
            changes: try (0..<300).map {
                .add(try DomainName("host\($0).svc.test"), ttl: 1, .a(IPv4Address(rawValue: 1)))
            })
        await #expect(throws: ClientError.closedEarly(bytes: 0)) { try await DNSClient().update(huge, at: server) }
        try await until { listener.counts.closedConnections == 1 }
    }

    @Test func saysThatThePortIsTaken() async throws {
        let first = try await NotifyListener(bind: anyPort, accepting: [loopback])
        await #expect(throws: ClientError.local(reason: "Address already in use")) {
            try await NotifyListener(bind: first.address, accepting: [])
        }
    }

    @Test func givesThePortBackWhenItsTaskEnds() async throws {
        let address = try await {
            // An address of its own: nobody else takes the port in between.
            let quiet = try ServerAddress(host: "127.53.19.96", port: 0)
            let listener = try await NotifyListener(bind: quiet, accepting: [loopback])
            let task = Task { for await _ in listener {} }
            task.cancel()
            await task.value
            return listener.address
        }()
        try await until { (try? await NotifyListener(bind: address, accepting: [])) != nil }
    }
}
