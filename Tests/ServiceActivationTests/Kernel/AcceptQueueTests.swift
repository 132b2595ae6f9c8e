import CPlatform
import DNSCore
import Glibc
import ServiceRegistration
import Testing

@testable import ServiceActivation

@Suite("Who waits at a socket", .timeLimit(.minutes(1)))
struct AcceptQueueTests {
    @Test("nobody, until a client connects; he is silent until he says something", arguments: Waiter.Place.allCases)
    func speaking(at place: Waiter.Place) async throws {
        let waiter = try Waiter(at: place)
        #expect(waiter.look == .empty)
        let client = try waiter.connect()
        try await waitUntil("the client is seen") { waiter.look == .silent }
        client.say()
        try await waitUntil("what he says is seen") { waiter.look == .data }
        #expect(waiter.look == .data)
    }

    @Test(
        "a client who leaves without a word is out of the queue after a look", arguments: [Waiter.Place.v4, .v6, .any])
    func leaving(from place: Waiter.Place) async throws {
        let waiter = try Waiter(at: place)
        for _ in 0..<5 { _ = try waiter.connect() }
        #expect(waiter.hasWaiting)
        try await waitUntil("they are gone") { waiter.look == .empty }
        #expect(!waiter.hasWaiting)
        let client = try waiter.connect()
        client.say()
        try await waitUntil("the next one is seen") { waiter.look == .data }
    }

    @Test("a client who says something and leaves is waited for", arguments: Waiter.Place.allCases)
    func sayingAndLeaving(at place: Waiter.Place) async throws {
        let waiter = try Waiter(at: place)
        try waiter.connect().say("a message")
        #expect(waiter.look == .data)
        #expect(try waiter.accept().hear() == "a message")
    }

    @Test("a client who has said all that he wants to say gets his answer", arguments: [Waiter.Place.v4, .v6, .any])
    func halfClosing(at place: Waiter.Place) async throws {
        let waiter = try Waiter(at: place)
        let client = try waiter.connect()
        client.say("question")
        client.finish()
        try await waitUntil("the question is seen") { waiter.look == .data }
        let server = try waiter.accept()
        #expect(server.hear() == "question")
        server.say("answer")
        server.finish()
        #expect(client.hear() == "answer")
    }

    @Test("a client who ends his side without a word has left", arguments: [Waiter.Place.v4, .v6, .any])
    func endingSilently(at place: Waiter.Place) async throws {
        let waiter = try Waiter(at: place)
        let client = try waiter.connect()
        client.finish()
        try await waitUntil("he is gone") { waiter.look == .empty && !waiter.hasWaiting }
        #expect(client.hear() == "")
    }

    @Test("a client who ends his side of a Unix socket may still listen: he is silent, and stays")
    func endingLocally() async throws {
        let waiter = try Waiter(at: .unix)
        let client = try waiter.connect()
        client.finish()
        #expect(waiter.look == .silent)
        try waiter.accept().say("news")
        #expect(client.hear() == "news")
    }

    @Test("a client of a Unix socket who is gone may have said something")
    func leavingLocally() throws {
        let waiter = try Waiter(at: .unix)
        _ = try waiter.connect()
        #expect(waiter.look == .data)
        #expect(try waiter.accept().hear() == "")
    }

    @Test("so many clients of a Unix socket that the kernel does not tell of each may have said something")
    func manyLocally() throws {
        let waiter = try Waiter(at: .unix)
        let clients = try (0..<900).map { _ in try waiter.connect() }
        #expect(waiter.look == .silent)
        let more = try (0..<400).map { _ in try waiter.connect() }
        #expect(waiter.look == .data)
        withExtendedLifetime((clients, more)) {}
    }

    @Test("a client who resets his connection has left", arguments: [false, true])
    func resetting(isDeferred: Bool) async throws {
        let waiter = try Waiter(isDeferred: isDeferred)
        for _ in 0..<3 { try waiter.connect().willReset() }
        try await waitUntil("they are gone") { waiter.look == .empty && !waiter.hasWaiting }
    }

    @Test("while a silent client is there, nobody is taken out", arguments: [Waiter.Place.v4, .v6, .any])
    func order(at place: Waiter.Place) async throws {
        let waiter = try Waiter(at: place)
        let client = try waiter.connect()
        for _ in 0..<10 { _ = try waiter.connect() }
        #expect(waiter.look == .silent)
        client.say("first")
        try await waitUntil("the first one is heard") { waiter.look == .data }
        let server = try waiter.accept()
        client.finish()
        #expect(server.hear() == "first")
        try await waitUntil("the others are gone") { waiter.look == .empty && !waiter.hasWaiting }
    }

    @Test("silent clients that take more than half of the room crowd others out")
    func crowding() async throws {
        let waiter = try Waiter()
        try #require(listen(waiter.descriptor, 4) == 0)
        var clients = [try waiter.connect(), try waiter.connect()]
        try await waitUntil("two are there") { waiter.look == .silent }
        clients.append(try waiter.connect())
        try await waitUntil("three are there") { waiter.look == .crowded }
    }

    @Test("what was accepted, and not read yet, is nobody who waits")
    func accepted() async throws {
        let waiter = try Waiter()
        let first = try waiter.connect()
        first.say()
        let server = try waiter.accept()
        #expect(waiter.look == .empty)
        let second = try waiter.connect()
        try await waitUntil("the second is seen") { waiter.look == .silent }
        withExtendedLifetime((first, server, second)) {}
    }

    @Test("who waits at another address of the same port waits there")
    func otherAddress() async throws {
        let waiter = try Waiter(at: .v4)
        let other = try #require(
            try NamelessSockets.open(.tcp, port: waiter.port, at: [.v4(.init(rawValue: 0x7F00_0002))]).first)
        defer { close(other) }
        let client = Peer(platform_listener_connect(other))
        try await waitUntil("he is connected") { AcceptQueue.look(at: other) == .silent }
        client.say()
        let silent = try waiter.connect()
        try await waitUntil("he is heard there") { AcceptQueue.look(at: other) == .data }
        #expect(waiter.look == .silent)
        withExtendedLifetime(silent) {}
    }

    @Test("where the kernel does not tell, somebody may have said something")
    func unknown() throws {
        let socket = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(socket) }
        #expect(AcceptQueue.look(at: socket) == .data)
        #expect(AcceptQueue.look(at: -1) == .data)
    }

    @Test("a socket that blocks still does after a look", arguments: [0, O_NONBLOCK])
    func blocking(flag: Int32) async throws {
        let waiter = try Waiter()
        _ = fcntl(waiter.descriptor, F_SETFL, fcntl(waiter.descriptor, F_GETFL) | flag)
        _ = try waiter.connect()
        try await waitUntil("he is gone") { waiter.look == .empty && !waiter.hasWaiting }
        #expect(fcntl(waiter.descriptor, F_GETFL) & O_NONBLOCK == flag)
    }
}
