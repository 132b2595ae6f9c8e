import CBenchmarks
import CPlatform
import DNSAuthority
import Glibc
import PeerServers

/// What four hundred services cost that do not run, and what a scan of all their ports does.
struct DormantBenchmark {
    var plan: Plan

    private static let count = 400
    private static let scanned: UInt32 = 10_000
    private var idleSeconds: Double { 10 }

    func run() async throws {
        let folder = try TemporaryFolder()
        var found: Set<UInt16> = []
        while found.count < Self.count { found.insert(try freeLoopbackPort()) }
        let ports = found.sorted()
        let services = ports.enumerated().map {
            DormantService("service\($0)", port: $1, accept: false, wake: "data")
        }
        var table = Table(
            "\(Self.count) dormant services, \(Int(idleSeconds)) s",
            columns: ["Rss MiB", "Pss", "its own", "written", "threads", "CPU %", "woken"])
        try await measure(services, registering: nil, in: folder) { process in
            table.add("svctop activate, without names", try await idleness(of: process))
            try await printScan(of: process, ports)
        }
        do {
            table.add("svctop activate, with a name each", try await registeredIdleness(of: services, in: folder))
        } catch {
            show("  with a name each: \(error)\n")
        }
        table.print()
    }

    private func registeredIdleness(
        of services: [DormantService], in folder: TemporaryFolder
    ) async throws -> [String] {
        let authority = try await NotedAuthority(in: folder)
        let registering = DormantService.Registering(
            server: "127.0.0.1:\(authority.port)", keyFile: try await authority.key("all.", role: .admin, in: folder),
            zone: NotedAuthority.zone)
        var cells: [String] = []
        try await measure(services, registering: registering, in: folder) { process in
            try await wait("registered: \(SmallFile.text("\(folder.path)/log").suffix(300))", for: 60) {
                // All names have one key here, and one update brings them.
                !authority.times.isEmpty
            }
            cells = try await idleness(of: process)
        }
        await authority.stop()
        return cells
    }

    private func measure(
        _ services: [DormantService], registering: DormantService.Registering?, in folder: TemporaryFolder,
        _ body: (pid_t) async throws -> Void
    ) async throws {
        let (log, control) = ("\(folder.path)/log", "\(folder.path)/control")
        let text = DormantService.configuration(services, control: control, registering: registering)
        let file = try folder.write("services.toml", text)
        let process = try ChildProcess([plan.svctop, "activate", "-c", file], output: log)
        defer { process.end(with: SIGTERM) }
        try await wait("listened at: \(SmallFile.text(log))", for: 60) {
            services.allSatisfy { Self.isListenedAt($0.port) }
        }
        try await body(process.pid)
    }

    private func idleness(of process: pid_t) async throws -> [String] {
        // What starting leaves behind is done by then.
        try await Task.sleep(for: .seconds(2))
        let (started, before, wakes) = (Clock.now, Clock.processor(of: process) ?? 0, Self.wakes(of: process))
        try await Task.sleep(for: .seconds(idleSeconds))
        let share = ((Clock.processor(of: process) ?? 0) - before) / (Clock.now - started)
        let woken = Self.wakes(of: process).reduce(0) { $0 + $1.value - wakes[$1.key, default: 0] }
        guard let memory = ProcessMemory(of: process) else { throw BenchmarkError("svctop activate has ended") }
        return [memory.resident, memory.proportional, memory.own, memory.dirty].map { $0.mebibytes.text(1) }
            + ["\(Self.threads(of: process).count)", (share * 100).text(3), woken.grouped]
    }

    private func printScan(of process: pid_t, _ ports: [UInt16]) async throws {
        let (started, before) = (Clock.now, Clock.processor(of: process) ?? 0)
        guard benchmark_scan(ports, UInt32(ports.count), Self.scanned) == 0 else {
            throw BenchmarkError("the scan: \(String(cString: strerror(errno)))")
        }
        let scanned = Clock.now - started
        try await Task.sleep(for: .seconds(2))
        let spent = (Clock.processor(of: process) ?? 0) - before
        guard ProcessTree.isAlone(process) else { throw BenchmarkError("the scan has started something") }
        var waits: [Double] = []
        for port in ports {
            let taken = benchmark_first_byte(port)
            guard taken >= 0 else { throw BenchmarkError("port \(port): \(String(cString: strerror(errno)))") }
            waits.append(Double(taken) / 1e6)
        }
        var table = Table(
            "\(Int(Self.scanned).grouped) times connected and left, over all of them",
            columns: ["seconds", "CPU µs each", "started", "first byte from each after it, ms"])
        table.add(
            "svctop activate, wake = data",
            [scanned.text(2), (spent / Double(Self.scanned) * 1e6).text(1), "0", Sample(waits)?.text(2) ?? ""])
        table.print()
    }

    private static func isListenedAt(_ port: UInt16) -> Bool {
        var found = platform_listener()
        return platform_listeners(port, 0, &found, 1) > 0
    }

    private static func threads(of process: pid_t) -> [pid_t] {
        guard let folder = opendir("/proc/\(process)/task") else { return [] }
        defer { closedir(folder) }
        var threads: [pid_t] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let thread = pid_t(name) { threads.append(thread) }
        }
        return threads
    }

    /// How often its threads have waited for something, all together.
    /// By thread: one that ends takes its count along.
    private static func wakes(of process: pid_t) -> [pid_t: Int] {
        threads(of: process).reduce(into: [:]) { wakes, thread in
            let lines = SmallFile.text("/proc/\(process)/task/\(thread)/status").split(separator: "\n")
            let line = lines.first { $0.hasPrefix("voluntary_ctxt_switches:") }
            wakes[thread] = line?.split(separator: "\t").last.flatMap { Int($0) } ?? 0
        }
    }

    private func wait(_ what: @autoclosure () -> String, for seconds: Double, _ isSo: () -> Bool) async throws {
        let deadline = Clock.now + seconds
        while !isSo() {
            guard Clock.now < deadline else { throw BenchmarkError("never \(what())") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
