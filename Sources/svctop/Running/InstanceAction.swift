import Configuration
import DNSCore
import ServiceCatalog
import ServiceMonitor

/// What `withdraw` and `renew` have in common: finds the records that are meant, and has them changed.
struct InstanceAction {
    static let discussion = """
        Shows the records, what the server will be asked, and what it means for the service; then asks. The records have to \
        be exactly as they were shown, or the change is refused: another's change wins. It is in the journal before it is \
        sent, and `svctop undo` takes it back.

        Exit status: 0 done, 1 refused or failed, 2 for a mistake in the command line or a question that nobody can answer, \
        3 when it is not known what came of it, 4 when another has changed the records first.
        """

    private let arguments: InstanceArguments
    private let options: ActionOptions

    init(_ arguments: InstanceArguments, _ options: ActionOptions) {
        self.arguments = arguments
        self.options = options
    }

    func run(_ action: AdminAction, change: (inout Plan) -> Void = { _ in }) async throws {
        let settings = try await settings()
        settings.sayWarnings()
        let configuration = try await settings.monitorConfiguration()
        let run = try PlanRun(options, settings, configuration)
        let service = arguments.service
        let readings = Dictionary(configuration.zones.map { ($0.apex, DomainName.readings(of: service, in: $0.apex)) })
        {
            first, _ in first
        }
        let snapshot = try await lookOnce(configuration) { catalog, instance in
            let names = readings[catalog.apex] ?? []
            return names.contains(catalog.name(of: catalog.service(of: instance)))
                || names.contains(catalog.owner(of: instance))
        }
        try snapshot.requireCurrent()
        let subjects: [PlanRequest.Subject]
        do throws(InstanceChoice.Failure) {
            subjects = try InstanceChoice(snapshot)
                .subjects(service: service, instance: arguments.instance, takesAll: arguments.all)
        } catch {
            throw Failure(error.description, error.isAmbiguous ? .usage : .failure)
        }
        try await run.run(PlanRequest(action, snapshot, subjects: subjects), change: change)
    }

    /// Where neither the command line nor the configuration names a zone, it is the one that the service lies in.
    private func settings() async throws(Failure) -> Settings {
        let settings = try options.settings()
        guard settings.plans.isEmpty, let name = try? DomainName(arguments.service), name.labelCount > 2 else {
            return settings
        }
        let zone = try await ZoneDiscovery(settings, servers: options.servers.server).zone(of: name)
        return try options.settings(of: [zone.description])
    }
}

extension InstanceChoice.Failure {
    fileprivate var isAmbiguous: Bool { if case .several = self { true } else { false } }
}

extension Snapshot {
    /// Nothing is changed in a zone that could not be read.
    func requireCurrent() throws(Failure) {
        for zone in zones {
            if let problem = zone.freshness.problem { throw Failure("\(zone.name): \(problem.text)") }
        }
    }
}
