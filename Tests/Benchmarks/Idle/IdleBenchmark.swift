import Glibc
import PeerServers
import ServiceProbing

/// What a dashboard takes that nobody touches: a thousand instances that answer, beside htop and as many processes.
struct IdleBenchmark {
    var plan: Plan

    private static let instanceCount = 1000
    private var length: Double { plan.isQuick ? 15 : 60 }

    private struct Subject {
        var name: String
        var command: [String]
        /// What is on the screen once there is nothing left to load.
        var loaded: String
    }

    /// By the second.
    private struct Cost {
        var processor: Double
        var bytes: Double
    }

    func run() async throws {
        DescriptorLimit.raise()
        show("\nIDLE at 120x40, \(Int(length)) s each; load average \(Machine.load)\n")
        let folder = try TemporaryFolder()
        let listeners = try await Listen.start(Self.instanceCount, in: folder)
        defer { listeners.end(with: SIGKILL) }
        let zone = PeerZone("idle.test.", ListeningZone(instances: Self.instanceCount).text)
        let server = try await PeerServer.start(.knot, PeerConfiguration(zones: [zone]))
        var results = try measure(subjects(server))
        let processes = try startProcesses()
        results += try measure([htop("htop -d 15, as many processes")])
        for process in processes {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        print(results)
        await server.stop()
    }

    private func subjects(_ server: PeerServer) -> [Subject] {
        let command = [plan.svctop, "idle.test.", "--server", "127.0.0.1:\(server.port)", "--no-history"]
        return [
            Subject(name: "svctop", command: command, loaded: "AXFR"),
            Subject(name: "svctop, not probing", command: command + ["--no-probe"], loaded: "AXFR"),
            htop("htop -d 15, few processes"),
        ]
    }

    private func htop(_ name: String) -> Subject {
        Subject(name: name, command: ["htop", "-d", "15"], loaded: "Load average")
    }

    private func startProcesses() throws -> [pid_t] {
        try (0..<Self.instanceCount).map { _ in try Spawn(["sleep", "3600"], input: "/dev/null").start() }
    }

    /// One after the other: two cores are not enough to look at all of them at once.
    private func measure(_ subjects: [Subject]) throws -> [(Subject, Cost)] {
        try subjects.map { subject in
            let session = try TerminalSession(subject.command)
            session.expect(subject.loaded)
            guard session.wait(for: subject.loaded, until: Clock.now + 30) != nil else {
                throw BenchmarkError("\(subject.name): no “\(subject.loaded)” on the screen after 30 s")
            }
            // Everything has been probed by then, and stands where it is to stand.
            session.drain(until: Clock.now + 8)
            let (started, before, bytes) = (Clock.now, Clock.processor(of: session.process), session.byteCount)
            session.drain(until: started + length)
            guard let before, let after = Clock.processor(of: session.process) else {
                throw BenchmarkError("\(subject.name) ended")
            }
            let seconds = Clock.now - started
            let cost = Cost(
                processor: (after - before) / seconds, bytes: Double(session.byteCount - bytes) / seconds)
            session.quit()
            return (subject, cost)
        }
    }

    private func print(_ results: [(Subject, Cost)]) {
        var table = Table("Nobody touches it", columns: ["CPU %", "bytes a second"])
        for (subject, cost) in results {
            table.add(subject.name, [(cost.processor * 100).text(2), cost.bytes.text(0)])
        }
        table.print()
    }
}
