import ActivationControl
import Glibc
import PeerServers
import Testing

@Suite(
    "`activate`: a service that nobody uses ends, and the next client starts it again",
    .needs(programs: "dig", "python3"))
struct IdleServiceTests {
    @Test("with an open connection it stays; without one it ends, and starts again when it is used")
    func idle() async throws {
        let standIn = try await StandInProgram(.init(.holding, "idle-timeout = \"200ms\""))
        let place = try await standIn.place()
        let client = PatientClient(at: place, saying: "hello\n")
        try await waitUntil("it runs: \(standIn.output)") { try standIn.report().state == .active }
        // Nothing is said for five times as long as it may be idle.
        try await Task.sleep(for: .seconds(1))
        #expect(client.end == nil)
        #expect(try standIn.report().state == .active)
        client.stopSending()
        #expect(try await client.answer() == .answered("hello\n"))
        try await waitUntil("it is dormant: \(standIn.output)") { try standIn.report().state == .dormant }
        #expect(standIn.output.contains("nobody is connected any more"))
        let again = PatientClient(at: place, saying: "hello\n")
        again.stopSending()
        #expect(try await again.answer() == .answered("hello\n"))
        #expect(try standIn.report().starts == 2)
        try await standIn.stop()
    }

    @Test("by UDP, too: as long as datagrams come it stays")
    func datagrams() async throws {
        let standIn = try await StandInProgram(.init(.udpEcho, "idle-timeout = \"300ms\""))
        let place = try await standIn.place()
        let start = ContinuousClock.now
        while start.duration(to: .now) < .seconds(1) {
            let client = PatientClient(at: place, saying: "hello\n")
            #expect(try await client.answer() == .answered("hello\n"), "\(standIn.output)")
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(try standIn.report().starts == 1)
        try await waitUntil("it is dormant: \(standIn.output)") { try standIn.report().state == .dormant }
        #expect(try await PatientClient(at: place, saying: "hello\n").answer() == .answered("hello\n"))
        #expect(try standIn.report().starts == 2)
        try await standIn.stop()
    }

    @Test("its stand-in replaced while it ends, the next client starts it again")
    func replaced() async throws {
        let standIn = try await StandInProgram(.init(.lingering, "idle-timeout = \"1s\""))
        let place = try await standIn.place()
        #expect(try await PatientClient(at: place, saying: "hello\n").answer() == .answered("hello\n"))
        try await waitUntil("it is told to end: \(standIn.output)") { try standIn.report().state == .stopping }
        try await standIn.takeOver()
        let next = PatientClient(at: place, saying: "hello\n")
        #expect(try await next.answer() == .answered("hello\n"), "\(standIn.output)")
        try await standIn.stop()
    }

    /// Each of the services ends again and again, about when its client comes.
    @Test("whoever comes at the very moment of its end is neither refused nor broken off")
    func moment() async throws {
        let names = (0..<10).map { "web\($0)" }
        let standIn = try await StandInProgram(names.map { .init($0, .draining, "idle-timeout = \"100ms\"") })
        var places: [ClientPlace] = []
        for name in names { places.append(try await standIn.place(of: name)) }
        let ends = try await withThrowingTaskGroup(of: [ConversationEnd].self) { group in
            for (index, place) in places.enumerated() {
                group.addTask { try await Self.visits(to: place, seed: UInt64(index)) }
            }
            return try await group.reduce([]) { $0 + $1 }
        }
        let lost = ends.filter { if case .answered = $0 { false } else { true } }
        #expect(lost == [], "\(standIn.output)")
        let starts = try names.map { try standIn.report($0).starts }.reduce(0, +)
        #expect(starts > 40, "what was to be met has been met: \(starts)")
        try await standIn.stop()
    }

    private static func visits(to place: ClientPlace, seed: UInt64) async throws -> [ConversationEnd] {
        var generator = SeededRandom(seed: seed)
        var ends: [ConversationEnd] = []
        for _ in 0..<8 {
            ends.append(try await PatientClient(at: place, saying: "hello\n").answer())
            try await Task.sleep(for: .milliseconds(Int.random(in: 90...240, using: &generator)))
        }
        return ends
    }
}
