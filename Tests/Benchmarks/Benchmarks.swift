import ArgumentParser
import Glibc
import PeerServers

/// Measures svctop beside the programs it is held against: everything in one run, in turns, on this machine.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure svctop beside dig, kdig, a plain epoll loop, htop, socat, haproxy and other name servers.",
        discussion: """
            Every figure is the median of several runs, with the least and the most in brackets. What is compared takes \
            turns, and each ratio is the median of the ratios of runs side by side. The exit code says whether the \
            measurement worked, not whether the figures are good.
            """,
        subcommands: [Listen.self, Answer.self, Sink.self, Serve.self])

    @Flag(help: "Smaller zones, fewer rounds: a look in a minute or two.")
    var quick = false

    @Option(help: "Only these parts: \(Part.allCases.map(\.rawValue).joined(separator: ", ")).")
    var part: [Part] = []

    @Option(help: "How often everything takes its turn (default: 5; 3 with --quick).")
    var rounds: Int?

    @Option(help: "Instances in the largest zone (default: 1000000; 100000 with --quick).")
    var instances: Int?

    @Option(help: "Minutes of virtual time in the churn (default: 10; 1 with --quick).")
    var churnMinutes: Int?

    @Option(help: "The svctop to measure (default: the one that was built with this program).")
    var svctop: String?

    func validate() throws {
        guard rounds.map({ $0 > 0 }) ?? true else { throw ValidationError("--rounds has to be at least 1") }
        guard instances.map({ (10...4_000_000).contains($0) }) ?? true else {
            throw ValidationError("--instances has to be 10 to 4,000,000")
        }
    }

    func run() async throws {
        // Nobody's own settings are measured.
        let settings = try TemporaryFolder()
        defer { withExtendedLifetime(settings) {} }
        setenv("XDG_CONFIG_HOME", settings.path, 1)
        let plan = Plan(
            isQuick: quick, rounds: rounds ?? (quick ? 3 : 5), instances: instances ?? (quick ? 100_000 : 1_000_000),
            churnMinutes: churnMinutes.map { max(1, $0) },
            svctop: svctop ?? Programs.builtSvctop)
        await Machine.printFacts(plan)
        for wanted in Part.allCases where part.isEmpty || part.contains(wanted) {
            do {
                switch wanted {
                case .load: try await LoadBenchmark(plan: plan).run()
                case .probes: try await ProbeBenchmark(plan: plan).run()
                case .keys: try await KeyBenchmark(plan: plan).run()
                case .idle: try await IdleBenchmark(plan: plan).run()
                case .churn: try ChurnBenchmark(plan: plan).run()
                case .queries: try await QueryBenchmark(plan: plan).run()
                case .transfer: try await TransferBenchmark(plan: plan).run()
                case .updates: try await UpdateBenchmark(plan: plan).run()
                case .forward: try await ForwardBenchmark(plan: plan).run()
                case .registration: try await RegistrationBenchmark(plan: plan).run()
                case .activation: try await ActivationBenchmark(plan: plan).run()
                }
            } catch {
                show("  not measured: \(error)\n")
            }
        }
        show("\nload average at the end: \(Machine.load)\n")
    }
}
