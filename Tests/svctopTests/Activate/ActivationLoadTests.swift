import ActivationControl
import Glibc
import PeerServers
import Testing

@Suite(
    "A service that starts when it is used, under load", .serialized, .needs(programs: "dig", "python3"))
struct ActivationLoadTests {
    private static let activators = Activator.allCases.filter { $0.isInstalled || isContinuousIntegration }

    @Test(
        "a thousand clients at once are all answered by the one process that they have started", arguments: activators)
    func thousand(activator: Activator) async throws {
        let service = try await activator.start(.draining)
        let tally = try await LoadClient.burst(1000, at: service.place, saying: "hello\n")
        #expect(tally.answered == 1000, "\(tally): \(service.output)")
        #expect(tally.answers.count == 1, "\(tally.answers)")
        try await service.stop()
    }

    /// So many clients all the time.
    private func load(_ standIn: StandInProgram) async throws -> LoadClient {
        let load = LoadClient(1000, at: try await standIn.place(), saying: "hello\n", isRepeated: true)
        try await waitUntil("they are answered: \(standIn.output)") { load.ended > 1000 }
        return load
    }

    @Test("upgraded a hundred times meanwhile, not one of them is lost")
    func upgraded() async throws {
        let standIn = try await StandInProgram(.init(.draining, "ready = \"notify\""))
        let load = try await load(standIn)
        var processes: Set<Int32> = []
        for _ in 0..<100 {
            let process = try #require(try standIn.report().process)
            processes.insert(process)
            try standIn.client.upgrade("web")
            try await waitUntil("another process: \(standIn.output)") {
                let report = try standIn.report()
                return report.process != process && report.state == .active
            }
        }
        let tally = try await load.stop()
        #expect(processes.count == 100)
        #expect(tally.answered == tally.count, "\(tally)")
        #expect(tally.answers.count > 50, "the new ones have answered, too")
        #expect(try standIn.report().starts == 101)
        try await standIn.stop()
    }

    @Test("their processes killed at random meanwhile, nobody is refused; who is broken off had been taken by one")
    func killed() async throws {
        let names = (0..<10).map { "web\($0)" }
        let standIn = try await StandInProgram(names.map { .init($0, .draining, "ready = \"notify\"") })
        var loads: [LoadClient] = []
        for name in names {
            loads.append(LoadClient(100, at: try await standIn.place(of: name), saying: "hello\n", isRepeated: true))
        }
        var generator = SeededRandom(seed: 6)
        // Each is started again later than the time before, and suspended after six in a row.
        var left = Dictionary(uniqueKeysWithValues: names.map { ($0, 4) })
        while !left.isEmpty {
            try await Task.sleep(for: .milliseconds(Int.random(in: 1...50, using: &generator)))
            let running = try standIn.client.reports().filter { left[$0.service] != nil && $0.process != nil }
            guard let report = running.randomElement(using: &generator), let process = report.process else { continue }
            kill(process, SIGKILL)
            left[report.service] = left[report.service].flatMap { $0 > 1 ? $0 - 1 : nil }
            try await waitUntil("its end is seen") { try standIn.report(report.service).process != process }
        }
        for (name, load) in zip(names, loads) {
            let tally = try await load.stop()
            #expect(tally.refused == 0, "\(name): \(tally)")
            // Each takes them one by one.
            #expect(tally.reset + tally.silent <= 4, "\(name): \(tally)")
            #expect(tally.answered + tally.reset + tally.silent == tally.count, "\(name): \(tally)")
            #expect(try standIn.report(name).starts >= 5)
        }
        try await standIn.stop()
    }

    @Test("the stand-in itself replaced twenty times meanwhile, not one of them is lost, and the process stays")
    func replaced() async throws {
        let standIn = try await StandInProgram(.init(.draining, "ready = \"notify\""))
        let load = try await load(standIn)
        let process = try #require(try standIn.report().process)
        for _ in 0..<20 { try await standIn.takeOver() }
        let tally = try await load.stop()
        #expect(tally.answered == tally.count, "\(tally)")
        #expect(tally.answers == ["\(process)\n"])
        #expect(try standIn.report().process == process)
        try await standIn.stop()
    }
}
