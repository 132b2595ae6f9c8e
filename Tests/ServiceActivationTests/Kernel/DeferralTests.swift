import CPlatform
import Glibc
import Testing

@testable import ServiceActivation

@Suite("A socket whose clients wait outside until they say something", .timeLimit(.minutes(1)))
struct DeferralTests {
    @Test(
        "a silent client is not in the queue; he is there as soon as he says something",
        arguments: [Waiter.Place.v4, .v6, .any])
    func speaking(at place: Waiter.Place) async throws {
        let waiter = try Waiter(at: place, isDeferred: true)
        let client = try waiter.connect()
        #expect(waiter.look == .empty)
        client.say("question")
        client.finish()
        try await waitUntil("he is heard") { waiter.look == .data }
        #expect(try waiter.accept().hear() == "question")
    }

    @Test("who waits outside when the deferral ends comes in, silent as he is")
    func ending() async throws {
        let waiter = try Waiter(isDeferred: true)
        let client = try waiter.connect()
        #expect(waiter.look == .empty)
        Deferral.set(false, of: waiter.descriptor)
        try await waitUntil("he is in") { waiter.look == .silent }
        try waiter.accept().say("hello")
        #expect(client.hear() == "hello")
    }

    @Test("what is no TCP socket stays as it is")
    func others() throws {
        let waiter = try Waiter(at: .unix)
        Deferral.set(true, of: waiter.descriptor)
        let client = try waiter.connect()
        #expect(waiter.look == .silent)
        withExtendedLifetime(client) {}
    }

    @Test("a scan, ten thousand times, is never taken for a client, and leaves room for one", .timeLimit(.minutes(1)))
    func scan() async throws {
        let waiter = try Waiter(isDeferred: true)
        var states: Set<AcceptQueue.State> = []
        for round in 0..<10_000 {
            _ = try waiter.connect()
            // As often as a loop that is told of arrivals does at its slowest.
            if round % 500 == 0 { states.insert(waiter.look) }
        }
        try await waitUntil("all are gone") {
            states.insert(waiter.look)
            return !waiter.hasWaiting
        }
        #expect(!states.contains(.data))
        let client = try waiter.connect()
        client.say()
        try await waitUntil("a client is heard") { waiter.look == .data }
    }

    @Test("a thousand clients at once are all there")
    func thousand() async throws {
        let waiter = try Waiter(isDeferred: true)
        let clients = try (0..<1000).map { _ in try waiter.connect() }
        #expect(waiter.look == .empty)
        for (number, client) in clients.enumerated() {
            client.say("\(number)")
            client.finish()
        }
        try await waitUntil("somebody is heard") { waiter.look == .data }
        var heard: Set<String> = []
        for _ in clients { heard.insert(try waiter.accept().hear()) }
        #expect(heard == Set((0..<1000).map { "\($0)" }))
    }
}
