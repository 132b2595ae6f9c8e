import DNSAuthority
import DNSCore
import PeerServers

/// How long a large zone takes out of the authority, what that costs the server, and how much memory it takes beside the
/// zone: beside Knot with the same zone. dig throws it away.
struct TransferBenchmark {
    var plan: Plan

    func run() async throws {
        let folder = try TemporaryFolder()
        let generated = GeneratedZone("large.test.", instances: plan.instances)
        let knot = try await PeerServer.start(
            .knot, PeerConfiguration(zones: [try generated.peerZone(in: folder)], key: .test))
        let zone = try await ServedZone.copy(of: "large.test.", from: knot.port)
        show("\nTRANSFER of \(zone.recordCount.grouped) records out of the authority\n")
        let server = try await zone.serve()
        try await compare(server, knot)
        await server.stop()
        await knot.stop()
    }

    private func compare(_ server: ServedZone.Running, _ knot: PeerServer) async throws {
        var own: [Turn] = []
        var others: [Turn] = []
        // The first round warms up what is to be warm.
        for round in 0...plan.rounds {
            let (first, second) = (try turn(at: server.port, pid: nil), try turn(at: knot.port, pid: knot.pid))
            if round > 0 {
                own.append(first)
                others.append(second)
            }
        }
        var table = Table(
            "dig +noall axfr, with TSIG; load average \(Machine.load)",
            columns: ["wall s", "server's CPU s", "server's memory beside the zone, MiB"])
        table.add("svctop", row(own))
        table.add("Knot", row(others))
        table.print()
        let walls = Sample(zip(own, others).map { $0.wall / $1.wall })
        let processors = Sample(zip(own, others).map { $0.processor / $1.processor })
        show("  svctop / Knot: wall \(walls?.text(2) ?? ""), CPU \(processors?.text(2) ?? "")\n")
    }

    private struct Turn {
        var wall: Double
        var processor: Double
        /// Bytes by which the resident set grew at the most.
        var memory: Double?
    }

    /// - Parameter pid: nil for ourselves.
    private func turn(at port: UInt16, pid: Int32?) throws -> Turn {
        let command = [
            "dig", "@127.0.0.1", "-p", "\(port)", "+tries=1", "+time=60", "+noall", "-y", PeerKey.test.digText,
            "large.test.", "AXFR",
        ]
        func processor() -> Double { pid.flatMap { Clock.processor(of: $0) } ?? Clock.ownProcessor }
        let peak = PeakMemory(of: pid)
        let before = processor()
        let run = try MeasuredRun.of(command)
        return Turn(wall: run.wall, processor: processor() - before, memory: peak.growth.map(Double.init))
    }

    private func row(_ turns: [Turn]) -> [String] {
        [
            Sample(turns.map(\.wall))?.text(2) ?? "", Sample(turns.map(\.processor))?.text(2) ?? "",
            Sample(turns.compactMap { $0.memory.map { $0 / 1_048_576 } })?.text(1) ?? "",
        ]
    }
}
