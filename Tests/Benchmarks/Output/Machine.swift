import Glibc
import PeerServers

/// What the figures were measured on.
enum Machine {
    static func printFacts(_ plan: Plan) async {
        show("svctop benchmarks: \(plan.rounds) rounds, median [least … most]\n")
        var facts = [
            ("machine", "\(processor), \(memory.text(0)) GiB, Linux \(release)"),
            ("load average", "\(load)\(isRealTime ? "; measured at real-time priority" : "")"),
        ]
        for (program, argument) in [
            (plan.svctop, "--version"), ("knotd", "-V"), ("dig", "-v"), ("kdig", "-V"), ("htop", "-V"),
            ("nsd", "-v"), ("named", "-v"),
        ] {
            let name = program.split(separator: "/").last.map(String.init) ?? program
            let version = await Programs.version(program, argument) ?? "missing: what needs it is left out"
            facts.append((name, version))
        }
        for (name, text) in facts { show("  \(name.padded(to: 14))\(text)\n") }
    }

    /// The load averages of one, five and fifteen minutes.
    static var load: String {
        var averages = [0.0, 0.0, 0.0]
        guard getloadavg(&averages, 3) == 3 else { return "unknown" }
        return averages.map { $0.text(1) }.joined(separator: " ")
    }

    /// Whether this program was started with a priority that takes the cores from others (`chrt --rr 1`).
    private static var isRealTime: Bool { [SCHED_RR, SCHED_FIFO].contains(sched_getscheduler(0)) }

    private static var processor: String {
        let model = line(startingWith: "model name", in: "/proc/cpuinfo")?.split(separator: ":").last ?? " unknown"
        return "\(sysconf(Int32(_SC_NPROCESSORS_ONLN))) ×\(model)"
    }

    private static var memory: Double {
        let pages = sysconf(Int32(_SC_PHYS_PAGES))
        return Double(pages) * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_073_741_824
    }

    private static var release: String {
        SmallFile.text("/proc/sys/kernel/osrelease").split(separator: "\n").first.map(String.init) ?? "unknown"
    }

    private static func line(startingWith start: String, in file: String) -> String? {
        SmallFile.text(file).split(separator: "\n").first { $0.hasPrefix(start) }.map(String.init)
    }
}
