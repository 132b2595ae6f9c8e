import Glibc
import PeerServers

/// Streams and short connections through `svctop forward`, beside socat and haproxy (Debian packages of these names).
struct ForwardBenchmark {
    var plan: Plan

    private static let service = "_sink._tcp.forward.test."

    func run() async throws {
        let folder = try TemporaryFolder()
        let sink = try await Sink.start(in: folder)
        defer { sink.child.end(with: SIGKILL) }
        let zone = PeerZone.simple("forward.test.", records: "_sink._tcp SRV 0 0 \(sink.port) ns")
        let server = try await PeerServer.start(.bind, PeerConfiguration(zone))
        show("\nFORWARD to one service behind each; load average \(Machine.load)\n")
        var subjects: [ForwardSubject] = []
        for (name, command, port) in try commands(to: sink.port, server.port, in: folder) {
            do {
                subjects.append(try await ForwardSubject(name, command, port: port, in: folder))
            } catch {
                show("  without \(name): \(error)\n")
            }
        }
        // The first round warms up what is to be warm.
        for _ in 0...plan.rounds {
            for subject in subjects {
                try subject.stream(plan.isQuick ? 1 << 30 : 4 << 30)
                try subject.connect(plan.isQuick ? 2000 : 10_000, atOnce: 32)
            }
        }
        print(
            subjects, \.streams, "one stream of \(plan.isQuick ? 1 : 4) GiB", "MiB/s", "CPU s/GiB", 1_048_576,
            1_073_741_824)
        print(subjects, \.connections, "connections, a byte each way, 32 at once", "a second", "CPU µs each", 1, 1e6)
        for subject in subjects { subject.stop() }
        await server.stop()
    }

    private func commands(
        to sink: UInt16, _ server: UInt16, in folder: TemporaryFolder
    ) throws -> [(String, [String], UInt16)] {
        let ports = try (0..<4).map { _ in try freeLoopbackPort() }
        let haproxy = try folder.write(
            "haproxy.cfg",
            """
            global
                nbthread 1
                maxconn 4096
            defaults
                mode tcp
                timeout connect 5s
                timeout client 60s
                timeout server 60s
                option splice-auto
            listen sink
                bind 127.0.0.1:\(ports[3])
                server sink 127.0.0.1:\(sink)

            """)
        return [
            (
                "svctop, by name",
                [plan.svctop, "forward", "127.0.0.1:\(ports[0])", Self.service, "--server", "127.0.0.1:\(server)"],
                ports[0]
            ),
            (
                "svctop, by address",
                [plan.svctop, "forward", "--from", "127.0.0.1:\(ports[1])", "--to", "tcp:127.0.0.1:\(sink)"], ports[1]
            ),
            (
                "socat",
                [
                    "socat", "TCP-LISTEN:\(ports[2]),bind=127.0.0.1,reuseaddr,fork,backlog=1024",
                    "TCP:127.0.0.1:\(sink)",
                ], ports[2]
            ),
            ("haproxy", ["haproxy", "-db", "-f", haproxy], ports[3]),
        ]
    }

    private func print(
        _ subjects: [ForwardSubject], _ runs: KeyPath<ForwardSubject, [ForwardSubject.Run]>, _ title: String,
        _ rateTitle: String, _ costTitle: String, _ rateUnit: Double, _ costUnit: Double
    ) {
        guard let first = subjects.first else { return }
        var table = Table(title, columns: [rateTitle, costTitle, "\(first.name): rate / its", "CPU / its"])
        let own = first[keyPath: runs].dropFirst()
        for subject in subjects {
            let measured = subject[keyPath: runs].dropFirst()
            let isFirst = subject === first
            table.add(
                subject.name,
                [
                    Sample(measured.map { $0.rate / rateUnit })?.text(0) ?? "",
                    Sample(measured.map { $0.cost * costUnit })?.text(2) ?? "",
                    isFirst ? "" : Sample(zip(own, measured).map { $0.rate / $1.rate })?.text(2) ?? "",
                    isFirst ? "" : Sample(zip(own, measured).map { $0.cost / $1.cost })?.text(2) ?? "",
                ])
        }
        table.print()
    }
}
