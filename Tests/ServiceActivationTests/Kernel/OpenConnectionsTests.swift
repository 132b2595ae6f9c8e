import ActivationControl
import Glibc
import PeerServers
import Testing

@testable import ServiceActivation

@Suite("How many connections are open, by the kernel's count", .timeLimit(.minutes(1)))
struct OpenConnectionsTests {
    private func count(at waiter: Waiter) -> Int? {
        let name = waiter.name
        return name.kind == .unix
            ? OpenConnections.local(at: [name.place])?[name.place]
            : OpenConnections.tcp(at: [waiter.port])?[waiter.port]
    }

    @Test(
        "from when a client waits until the service has closed; the clients' ends do not count",
        arguments: Waiter.Place.allCases)
    func lifetime(at place: Waiter.Place) async throws {
        let waiter = try Waiter(at: place)
        #expect(count(at: waiter) == 0)
        var clients = try (0..<3).map { _ in try waiter.connect() }
        try await waitUntil("three wait") { count(at: waiter) == 3 }
        var servers = try clients.map { _ in try waiter.accept() }
        #expect(count(at: waiter) == 3)
        clients = []
        servers.removeLast()
        try await waitUntil("the service has closed one") { count(at: waiter) == 2 }
        servers = []
        try await waitUntil("it has closed all") { count(at: waiter) == 0 }
    }

    @Test("what the service sends nothing more to, it may still hear", arguments: Waiter.Place.allCases)
    func halfClosed(at place: Waiter.Place) async throws {
        let waiter = try Waiter(at: place)
        let client = try waiter.connect()
        let server = try waiter.accept()
        server.finish()
        #expect(client.hear() == "")
        #expect(count(at: waiter) == 1)
    }

    @Test("what the service has closed is closed, though the client has not")
    func orphans() async throws {
        let waiter = try Waiter()
        let client = try waiter.connect()
        _ = try waiter.accept()
        #expect(count(at: waiter) == 0)
        withExtendedLifetime(client) {}
    }

    @Test("each port has its own count, however many are asked for", arguments: [1, 2, 3, 63, 64, 65, 400, 65_535])
    func ports(count: Int) async throws {
        let waiters = [try Waiter(at: .v4), try Waiter(at: .v6), try Waiter(at: .any)]
        var clients: [Peer] = []
        for (number, waiter) in waiters.enumerated() {
            for _ in 0...number { clients.append(try waiter.connect()) }
        }
        var ports = Set(waiters.map(\.port))
        for port in UInt16(1)...UInt16.max where ports.count < count { ports.insert(port) }
        for _ in 0..<1 where count < 3 { ports = Set(waiters.prefix(count).map(\.port)) }
        try await waitUntil("all are counted") {
            guard let counts = OpenConnections.tcp(at: ports) else { return false }
            return counts.count == ports.count
                && waiters.enumerated().allSatisfy { counts[$1.port, default: $0 + 1] == $0 + 1 }
        }
    }

    @Test("nothing is asked where nothing is to be counted")
    func nothing() {
        #expect(OpenConnections.tcp(at: []) == [:])
        #expect(OpenConnections.local(at: []) == [:])
    }

    @Test("paths are told apart by all that they are")
    func paths() async throws {
        let waiter = try Waiter(at: .unix)
        let path = waiter.name.place
        let client = try waiter.connect()
        #expect(
            OpenConnections.local(at: [path, path + "2", String(path.dropLast())]) == [
                path: 1, path + "2": 0, String(path.dropLast()): 0,
            ])
        withExtendedLifetime(client) {}
    }
}
