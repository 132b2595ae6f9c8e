import PeerServers

/// How long a large zone takes from Knot into the joined, sorted catalog, and how much memory: beside dig, which throws
/// the zone away, and kdig, which prints it.
struct LoadBenchmark {
    var plan: Plan

    func run() async throws {
        let folder = try TemporaryFolder()
        let zone = GeneratedZone("large.test.", instances: plan.instances)
        let started = Clock.now
        let zones = [try zone.peerZone(in: folder), GeneratedZone("tiny.test.", instances: 10).peerZone]
        show("\nLOAD of \(zone.instanceCount.grouped) instances, made up in \((Clock.now - started).text(1)) s\n")
        for key in [nil, PeerKey.test] {
            let server = try await PeerServer.start(.knot, PeerConfiguration(zones: zones, key: key))
            try compare(LoadCommands(svctop: plan.svctop, port: server.port, key: key))
            await server.stop()
        }
    }

    private func compare(_ commands: LoadCommands) throws {
        let programs = commands.installed(zone: "large.test.")
        var runs = [[MeasuredRun]](repeating: [], count: programs.count)
        var tiny: [MeasuredRun] = []
        // The first round warms up what is to be warm.
        for round in 0...plan.rounds {
            for (index, program) in programs.enumerated() {
                let run = try MeasuredRun.of(program.command)
                if round > 0 { runs[index].append(run) }
            }
            if commands.hasSvctop { tiny.append(try MeasuredRun.of(commands.svctop(zone: "tiny.test."))) }
        }
        print(programs.map(\.name), runs, commands)
        if commands.hasSvctop { try printMemory(runs[0], tiny, commands) }
    }

    private func print(_ names: [String], _ runs: [[MeasuredRun]], _ commands: LoadCommands) {
        var table = Table(
            "\(commands.key == nil ? "Unsigned" : "With TSIG"); load average \(Machine.load)",
            columns: ["wall s", "CPU s", "peak MiB", "svctop's wall / its", "svctop's CPU / its"])
        for (name, others) in zip(names, runs) {
            let isOther = commands.hasSvctop && name != names[0]
            table.add(
                name,
                [
                    Sample(others.map(\.wall))?.text(2) ?? "", Sample(others.map(\.processor))?.text(2) ?? "",
                    Sample(others.map(\.peak.mebibytes))?.text(1) ?? "",
                    isOther ? ratio(runs[0], others, \.wall) : "", isOther ? ratio(runs[0], others, \.processor) : "",
                ])
        }
        table.print()
    }

    private func ratio(_ ours: [MeasuredRun], _ theirs: [MeasuredRun], _ value: KeyPath<MeasuredRun, Double>) -> String
    {
        Sample(zip(ours, theirs).map { $0[keyPath: value] / $1[keyPath: value] })?.text(2) ?? ""
    }

    private func printMemory(_ large: [MeasuredRun], _ tiny: [MeasuredRun], _ commands: LoadCommands) throws {
        guard let large = Sample(large.map { Double($0.peak) }), let tiny = Sample(tiny.map { Double($0.peak) }) else {
            return
        }
        let bytes = (large.median - tiny.median) / Double(plan.instances)
        show(
            "  \(bytes.text(0)) bytes an instance: the peak less \((tiny.median / 1_048_576).text(1)) MiB with ten of them\n"
        )
        let count = try commands.count(zone: "large.test.")
        show(count == plan.instances ? "" : "  WRONG: svctop counts \(count) instances\n")
    }
}
