import CBenchmarks
import Glibc
import PeerServers

/// How soon the first client of a service that does not run is answered, beside systemd-socket-activate and inetd (Debian's
/// `systemd` and `openbsd-inetd`); and what it costs that it does not run.
struct ActivationBenchmark {
    var plan: Plan

    func run() async throws {
        show("\nACTIVATION of a service that answers at once; load average \(Machine.load)\n")
        let folder = try TemporaryFolder()
        try await measureFirstByte(in: folder)
        try await DormantBenchmark(plan: plan).run()
    }

    private func measureFirstByte(in folder: TemporaryFolder) async throws {
        var subjects = try subjects(in: folder)
        var own: [Double] = []
        // The first round warms up what is to be warm.
        for _ in 0...(plan.isQuick ? 20 : 100) {
            let taken = benchmark_start(Programs.answering)
            guard taken >= 0 else {
                throw BenchmarkError("\(Programs.answering): \(String(cString: strerror(errno)))")
            }
            own.append(Double(taken) / 1e6)
            for subject in subjects {
                do {
                    try await subject.call()
                } catch {
                    show("  without \(subject.name): \(error)\n")
                    subjects.removeAll { $0 === subject }
                }
            }
        }
        for subject in subjects { subject.stop() }
        print(subjects, beside: Array(own.dropFirst()))
    }

    private func print(_ subjects: [ActivationSubject], beside own: [Double]) {
        var table = Table(
            "Milliseconds from the first SYN to the first byte", columns: ["all", "less its start by itself"])
        table.add("started by itself", [Sample(own)?.text(2) ?? "", ""])
        for subject in subjects {
            let waits = Array(subject.waits.dropFirst())
            let rest = zip(waits, own).map { $0 - $1 }
            table.add(subject.name, [Sample(waits)?.text(2) ?? "", Sample(rest)?.text(2) ?? ""])
        }
        table.print()
    }

    private func subjects(in folder: TemporaryFolder) throws -> [ActivationSubject] {
        var subjects: [ActivationSubject] = []
        func add(_ name: String, _ command: (UInt16) throws -> [String], _ manner: ActivationSubject.Manner = .stays)
            throws
        {
            do {
                let port = try freeLoopbackPort()
                subjects.append(try ActivationSubject(name, try command(port), port: port, manner, in: folder))
            } catch let error as BenchmarkError {
                show("  without \(name): \(error)\n")
            }
        }
        let service = Programs.answering
        for wake in ["connect", "data"] {
            try add("svctop, listener, wake = \(wake)") { port in
                try svctop([DormantService("answer", port: port, accept: false, wake: wake)], in: folder)
            }
        }
        try add("svctop, a process a connection") { port in
            try svctop([DormantService("answer", port: port, accept: true, wake: "connect")], in: folder)
        }
        try add(
            "systemd-socket-activate, listener", { ["systemd-socket-activate", "-l", "127.0.0.1:\($0)", service] },
            .becomes)
        try add("systemd-socket-activate -a --inetd") {
            ["systemd-socket-activate", "-a", "--inetd", "-l", "127.0.0.1:\($0)", service]
        }
        for manner in ["wait", "nowait"] {
            try add("inetd, \(manner)") { port in
                let line = "127.0.0.1:\(port) stream tcp \(manner) root \(service) \(service)\n"
                return ["inetd", "-i", "-R", "0", try folder.write("inetd-\(port)", line)]
            }
        }
        return subjects
    }

    private func svctop(_ services: [DormantService], in folder: TemporaryFolder) throws -> [String] {
        let path = "\(folder.path)/\(services[0].port)"
        let text = DormantService.configuration(services, control: "\(path).control")
        let file = try folder.write("\(services[0].port).toml", text)
        return [plan.svctop, "activate", "-c", file]
    }
}
