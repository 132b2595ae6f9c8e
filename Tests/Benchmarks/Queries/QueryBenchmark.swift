import Glibc
import PeerServers

/// SRV queries a second, and what each costs: our own server beside NSD, Knot and BIND, each with one thread for queries.
struct QueryBenchmark {
    var plan: Plan

    private struct Subject {
        var name: String
        var port: UInt16
        var process: pid_t
        var runs: [DNSPerfRun] = []
    }

    func run() async throws {
        guard Tool.path(of: "dnsperf") != nil else { throw BenchmarkError("dnsperf is not installed") }
        let zone = GeneratedZone("queries.test.", instances: plan.isQuick ? 10_000 : 100_000)
        let folder = try TemporaryFolder()
        show("\nQUERIES for SRV in a zone of \(zone.instanceCount.grouped) instances; load average \(Machine.load)\n")
        let queries = try folder.write("queries", Self.queries(try zone.load().services))
        let own = try await Answer.start(zone, in: folder)
        defer { own.child.end(with: SIGKILL) }
        var subjects = [Subject(name: "svctop", port: own.port, process: own.child.pid)]
        var servers: [PeerServer] = []
        for software in [PeerSoftware.nsd, .knot, .bind] where software.isInstalled {
            let server = try await PeerServer.start(software, PeerConfiguration(try zone.peerZone(in: folder)))
            servers.append(server)
            subjects.append(
                Subject(name: software.testDescription, port: server.port, process: server.pid ?? own.child.pid))
        }
        // The first round warms up what is to be warm.
        for round in 0...plan.rounds {
            for index in subjects.indices {
                let run = try await DNSPerfRun.of(
                    subjects[index].port, subjects[index].process, queries: queries, seconds: plan.isQuick ? 2 : 5)
                if round > 0 { subjects[index].runs.append(run) }
            }
        }
        print(subjects)
        for server in servers { await server.stop() }
    }

    /// The services in an order that has nothing to do with where they lie.
    private static func queries(_ services: [String]) -> String {
        var state: UInt64 = 1
        return services.map { service in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 16, service)
        }.sorted { $0.0 < $1.0 }.map { "\($0.1) SRV\n" }.joined()
    }

    private func print(_ subjects: [Subject]) {
        var table = Table(
            "dnsperf, 8 sockets, 100 queries under way",
            columns: ["queries a second", "CPU µs a query", "lost", "svctop's CPU / its"])
        for subject in subjects {
            let ratios = zip(subjects[0].runs, subject.runs).map { $0.processor / $1.processor }
            table.add(
                subject.name,
                [
                    Sample(subject.runs.map(\.rate))?.text(0) ?? "",
                    Sample(subject.runs.map(\.processor))?.text(2) ?? "",
                    Sample(subject.runs.map(\.lost))?.text(0) ?? "",
                    subject.port == subjects[0].port ? "" : Sample(ratios)?.text(2) ?? "",
                ])
        }
        table.print()
    }
}
