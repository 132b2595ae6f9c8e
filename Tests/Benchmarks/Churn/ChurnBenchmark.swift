import Dashboard
import ServiceCatalog
import ServiceMonitor
import ServiceProbing
import Terminal

/// What the engine and the dashboard take while a tenth of all instances change their state every second, on virtual time:
/// processor time for a second of it, how long a key takes to its picture, and what an hour does to memory.
struct ChurnBenchmark {
    var plan: Plan

    private static let instances = 100_000
    /// Between two keys.
    private static let keyInterval = Duration.milliseconds(100)

    func run() throws {
        let minutes = plan.churnMinutes ?? (plan.isQuick ? 1 : 10)
        show(
            "\nCHURN of \(Self.instances.grouped) instances, \(minutes) minutes of virtual time; load average \(Machine.load)\n"
        )
        var run = try ChurnRun(instances: Self.instances)
        var table = Table(
            "A tenth of them change every second",
            columns: [
                "changes/s", "CPU s a second", "key to picture p50 ms", "p99", "most", "rows in order ms", "memory MiB",
            ])
        for minute in Self.marks(minutes) {
            let figures = try run.go(to: .seconds(minute * 60), keyInterval: Self.keyInterval)
            let keys = Sample(figures.keys.map { $0 * 1000 })
            table.add(
                "to minute \(minute)",
                [
                    Int(figures.changesPerSecond).grouped, figures.processorPerSecond.text(3),
                    keys?.median.text(2) ?? "",
                    keys?.percentile(99).text(2) ?? "", keys?.most.text(2) ?? "",
                    Sample(figures.arrangements.map { $0 * 1000 })?.median.text(0) ?? "",
                    figures.memory.mebibytes.text(1),
                ])
        }
        table.print()
    }

    /// Ten lines at the most.
    private static func marks(_ minutes: Int) -> [Int] {
        let step = max(1, (minutes + 9) / 10)
        return Array(stride(from: step, through: minutes, by: step))
    }
}

struct ChurnFigures {
    /// Seconds from a key to its picture.
    var keys: [Double] = []
    /// Seconds to put the rows in order, which the program does beside all else.
    var arrangements: [Double] = []
    var changesPerSecond = 0.0
    /// Of one core, all threads' work together.
    var processorPerSecond = 0.0
    /// Bytes that are resident.
    var memory = 0
}
