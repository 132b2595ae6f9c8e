import CBenchmarks
import Glibc
import PeerServers
import ServiceCatalog
import ServiceProbing

/// Probes a second, and what they cost: svctop's prober beside a plain epoll loop in C.
struct ProbeBenchmark {
    var plan: Plan

    private var endpointCount: Int {
        // The listeners take one descriptor each, in their own process.
        min(plan.isQuick ? 2_000 : 16_000, DescriptorLimit.current - 200)
    }

    private struct Cost {
        /// Probes a second.
        var rate: Double
        /// Milliseconds of processor time for a thousand.
        var processor: Double

        init(probes: Int, wall: Double, processor: Double) {
            rate = Double(probes) / wall
            self.processor = processor * 1e6 / Double(probes)
        }
    }

    func run() async throws {
        DescriptorLimit.raise()
        show("\nPROBES of \(endpointCount.grouped) endpoints; load average \(Machine.load)\n")
        let folder = try TemporaryFolder()
        let listeners = try await Listen.start(endpointCount, in: folder)
        defer { listeners.end(with: SIGKILL) }
        try await compareSweeps()
        try await measureSteadyProber()
    }

    // MARK: As fast as it goes

    private func compareSweeps() async throws {
        var table = Table("Once each", columns: ["probes a second", "CPU ms per 1,000", "rate of the loop's"])
        for (name, endpoints) in [
            ("open", LoopbackEndpoints.open(endpointCount)), ("closed", LoopbackEndpoints.closed(endpointCount)),
        ] {
            var loop: [Cost] = []
            var sweep: [Cost] = []
            for _ in 0..<plan.rounds {
                loop.append(try runLoop(endpoints, areOpen: name == "open"))
                sweep.append(try await runSweep(endpoints, areOpen: name == "open"))
            }
            add("epoll loop, \(name)", loop, to: &table)
            add("svctop, \(name)", sweep, over: loop, to: &table)
        }
        table.print()
    }

    private func add(_ name: String, _ costs: [Cost], over others: [Cost] = [], to table: inout Table) {
        let ratios = zip(costs, others).map { $0.rate / $1.rate }
        table.add(
            name,
            [
                Sample(costs.map(\.rate))?.text(0) ?? "", Sample(costs.map(\.processor))?.text(1) ?? "",
                Sample(ratios)?.text(2) ?? "",
            ])
    }

    private func runLoop(_ endpoints: [benchmark_endpoint], areOpen: Bool) throws -> Cost {
        let (wall, processor) = (Clock.now, Clock.ownProcessor)
        let result = benchmark_probe(endpoints, endpoints.count, 64, 2000)
        let cost = Cost(
            probes: endpoints.count, wall: Clock.now - wall, processor: Clock.ownProcessor - processor)
        try check(areOpen ? result.answered : result.refused, of: endpoints.count, by: "the epoll loop")
        return cost
    }

    private func runSweep(_ endpoints: [benchmark_endpoint], areOpen: Bool) async throws -> Cost {
        let targets = endpoints.enumerated().map { ProbeTarget($0, $1) }
        // One failure is enough: each endpoint is probed once, as by the loop.
        let policy = ProbePolicy(fallAfter: 1)
        let (wall, processor) = (Clock.now, Clock.ownProcessor)
        let reports = try await ProbeSweep(targets, policy: policy).collect()
        let cost = Cost(probes: reports.count, wall: Clock.now - wall, processor: Clock.ownProcessor - processor)
        try check(reports.count { $0.verdict == (areOpen ? .up : .down) }, of: endpoints.count, by: "the sweep")
        return cost
    }

    private func check(_ count: Int, of all: Int, by who: String) throws {
        guard count == all else {
            throw BenchmarkError("\(who) got the expected answer from \(count) of \(all) endpoints")
        }
    }

    // MARK: Again and again

    /// Every endpoint once a second, for some seconds.
    private func measureSteadyProber() async throws {
        let targets = LoopbackEndpoints.open(min(10_000, endpointCount)).enumerated().map { ProbeTarget($0, $1) }
        let prober = try Prober(policy: ProbePolicy(interval: .seconds(1)))
        prober.add(targets)
        var probes = 0
        var latencies: [Double] = []
        // The first second is for the start: all of them at once.
        let (first, last) = (Clock.now + 2, Clock.now + 2 + Double(plan.rounds))
        var (wall, processor) = (0.0, 0.0)
        for await batch in prober.reports() {
            let now = Clock.now
            if now < first { continue }
            if wall == 0 {
                (wall, processor) = (now, Clock.ownProcessor)
                continue
            }
            probes += batch.count
            latencies += batch.map { Double($0.observation.phases.connect) }
            if now >= last { break }
        }
        let cost = Cost(probes: probes, wall: Clock.now - wall, processor: Clock.ownProcessor - processor)
        var table = Table("Steady", columns: ["probes a second", "CPU ms per 1,000", "connect µs p50", "p99"])
        let sample = Sample(latencies)
        table.add(
            "svctop, \(targets.count.grouped) a second wanted",
            [
                cost.rate.text(0), cost.processor.text(1), sample?.median.text(0) ?? "",
                sample?.percentile(99).text(0) ?? "",
            ])
        table.print()
    }
}
