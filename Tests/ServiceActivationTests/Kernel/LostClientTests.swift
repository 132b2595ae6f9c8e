import Dispatch
import Glibc
import Synchronization
import Testing

@testable import ServiceActivation

@Suite("No client is lost among those that come and go without a word", .timeLimit(.minutes(1)))
struct LostClientTests {
    /// A stand-in in small: it looks, and where somebody has said something, it answers all that wait.
    private static func answer(at waiter: Waiter, until isOver: () -> Bool) {
        _ = fcntl(waiter.descriptor, F_SETFL, fcntl(waiter.descriptor, F_GETFL) | O_NONBLOCK)
        while !isOver() {
            var ready = pollfd(fd: waiter.descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 5) == 1, waiter.look == .data else { continue }
            while let server = waiter.acceptNext() {
                let question = server.hear()
                if !question.isEmpty { server.say("answer to \(question)") }
            }
        }
    }

    @Test(
        "every one who says something is answered, however many end at the same time",
        arguments: [Waiter.Place.v4, .v6, .unix], [true, false])
    func everyoneIsAnswered(at place: Waiter.Place, isDeferred: Bool) async throws {
        let waiter = try Waiter(at: place, isDeferred: isDeferred)
        let isOver = Mutex(false)
        async let standIn: Void = onThread { Self.answer(at: waiter) { isOver.withLock { $0 } } }
        async let first = onThread { Self.callAgainAndAgain(waiter, seed: 1) }
        async let second = onThread { Self.callAgainAndAgain(waiter, seed: 2) }
        let answered = await first + second
        isOver.withLock { $0 = true }
        await standIn
        #expect(answered == 2 * Self.rounds)
    }

    private static let rounds = 150

    /// - Returns: how many of the questions were answered.
    private static func callAgainAndAgain(_ waiter: Waiter, seed: UInt64) -> Int {
        var random = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        var answered = 0
        for round in 0..<rounds {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            for _ in 0..<(random >> 60) { _ = try? waiter.connect() }
            guard let client = try? waiter.connect() else { continue }
            if random >> 59 & 1 == 0 { sched_yield() }
            client.say("\(round)")
            client.finish()
            if client.hear() == "answer to \(round)" { answered += 1 }
        }
        return answered
    }
}

/// Runs what blocks, beside other things that do.
private func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        DispatchQueue(label: "blocking").async { continuation.resume(returning: body()) }
    }
}
