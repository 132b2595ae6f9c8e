import Glibc
import PeerServers

/// How long after a key the screen changes, and what the dashboard takes otherwise: beside htop.
struct KeyBenchmark {
    var plan: Plan

    func run() async throws {
        let sizes = Array(Set([10, 10_000, plan.instances])).sorted()
        let folder = try TemporaryFolder()
        let zones = try sizes.map { try GeneratedZone("z\($0).test.", instances: $0).peerZone(in: folder) }
        let server = try await PeerServer.start(.knot, PeerConfiguration(zones: zones))
        show("\nKEYS at 120x40; load average \(Machine.load)\n")
        let subjects = subjects(sizes, server)
        var results = [[DashboardFigures]](repeating: [], count: subjects.count)
        for _ in 0..<plan.rounds {
            for (index, subject) in subjects.enumerated() {
                results[index].append(try KeyMeter(plan: plan).measure(subject))
            }
        }
        KeyTables.print(subjects.map(\.name), results)
        await server.stop()
    }

    private func subjects(_ sizes: [Int], _ server: PeerServer) -> [KeyMeter.Subject] {
        var subjects: [KeyMeter.Subject] = []
        if Programs.isExecutable(plan.svctop) {
            subjects.append(svctop(10, server, probes: true))
            subjects += sizes.map { svctop($0, server, probes: false) }
        }
        if Tool.path(of: "htop") != nil {
            for command in [["htop", "-d", "100"], ["htop"]] {
                let name = command.joined(separator: " ")
                subjects.append(
                    KeyMeter.Subject(name: name, command: command, rowCount: 40, loaded: "Load average"))
            }
        }
        return subjects
    }

    private func svctop(_ size: Int, _ server: PeerServer, probes: Bool) -> KeyMeter.Subject {
        let command = [plan.svctop, "z\(size).test.", "--server", "127.0.0.1:\(server.port)"]
        return KeyMeter.Subject(
            name: "svctop, \(size.grouped)\(probes ? ", probing" : "")",
            command: command + (probes ? [] : ["--no-probe"]), rowCount: size, loaded: "AXFR", help: "Statuses")
    }
}
