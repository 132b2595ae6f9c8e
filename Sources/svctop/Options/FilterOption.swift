import ArgumentParser
import Dashboard
import Reports
import ServiceCatalog

/// The filter of the dashboard, for every command.
struct FilterOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only these instances: words, or conditions like 'status:down', 'port>8000', 'rtt>50ms'.",
            valueName: "FILTER"))
    var filter: String?

    func parsed(orEndWith code: ExitStatus = .usage) throws(Failure) -> Filter {
        guard let filter else { return .none }
        do throws(FilterError) {
            return try Filter(parsing: filter)
        } catch {
            throw Failure("--filter: \(error)", code)
        }
    }
}

extension Filter {
    /// nil where everything is shown.
    func predicate(at now: Timestamp) -> InstancePredicate? {
        isEmpty ? nil : { zone, instance in matches(zone, instance, at: now) }
    }
}
