import DNSClient
import DNSCore
import Glibc
import Reports
import ServiceCatalog
import ServiceRegistration
import Synchronization

/// Tells what became of a service's records: in words while it happens, or in one JSON document.
final class RegistrationReport: Sendable {
    private let isJSON: Bool
    private let events = Mutex<[RegistrationEvent]>([])

    init(isJSON: Bool) { self.isJSON = isJSON }

    @Sendable func note(_ event: RegistrationEvent) {
        events.withLock { $0.append(event) }
        switch event {
        // What somebody else listens at is no news.
        case .claimed: return
        case .registered, .withdrawn: if !isJSON { StandardOutput.say("\(event)") }
        default: StandardError.say("\(event)")
        }
    }

    // MARK: - JSON

    /// Where the records lead, and whether they were there.
    func conclude(_ registrar: Registrar) async throws(Failure) {
        guard isJSON else { return }
        let outcomes = events.withLock { events in
            events.reduce(into: [DomainName: String]()) { outcomes, event in
                guard case .registered(let owner, _, let wasThere) = event else { return }
                outcomes[owner] = wasThere ? "unchanged" : "registered"
            }
        }
        let names = await registrar.locations.map { owner, location -> JSONValue in
            [
                "name": .text(owner.description), "target": .text(location.target.description),
                "port": JSONValue(location.port), "priority": JSONValue(location.priority),
                "weight": JSONValue(location.weight), "result": .text(outcomes[owner] ?? "pending"),
            ]
        }
        try write(["dry_run": .truth(false), "names": .list(names), "problems": .list(problems)])
    }

    /// Which names something was withdrawn at.
    func conclude(_ withdrawn: [DomainName], of plan: ServicePlan) throws(Failure) {
        guard isJSON else {
            for name in plan.names where !withdrawn.contains(name.owner) {
                StandardOutput.say("\(name.owner): nothing of this host is there, nothing had to be sent")
            }
            return
        }
        let names = plan.names.map { name -> JSONValue in
            [
                "name": .text(name.owner.description),
                "result": .text(withdrawn.contains(name.owner) ? "withdrawn" : "absent"),
            ]
        }
        try write(["dry_run": .truth(false), "names": .list(names), "problems": .list(problems)])
    }

    private var problems: [JSONValue] {
        events.withLock { $0.filter(\.isProblem).map { .text("\($0)") } }
    }

    // MARK: - Dry runs

    /// What nsupdate would have to be given.
    func write(_ pending: [Registrar.PendingUpdate], at servers: [Server]) throws(Failure) {
        let (host, port) = (servers.first?.address.host ?? "", servers.first?.port ?? 53)
        let updates = pending.map {
            Plan.Update($0.request, server: servers.first?.description ?? "", key: $0.key?.description)
        }
        guard !isJSON else {
            let documents = updates.map { update -> JSONValue in
                [
                    "zone": .text(update.request.zone.description), "server": .text(update.server),
                    "key": JSONValue(update.key),
                    "prerequisites": .list(update.request.prerequisites.map { .text($0.description) }),
                    "changes": .list(update.request.changes.map { .text($0.description) }),
                ]
            }
            return try write(["dry_run": .truth(true), "updates": .list(documents)])
        }
        if updates.isEmpty { StandardError.say("all is there already: nothing would be sent") }
        var output = Output(descriptor: STDOUT_FILENO)
        output.write(NsupdateScript(updates) { _ in (host, port) }.description)
        try finish(&output)
    }

    private func write(_ document: JSONValue) throws(Failure) {
        var output = Output(descriptor: STDOUT_FILENO)
        output.write(document)
        output.write("\n" as StaticString)
        try finish(&output)
    }
}

extension RegistrationEvent {
    fileprivate var isProblem: Bool {
        switch self {
        case .partRefused, .trouble, .taken, .yielded, .portTaken: true
        default: false
        }
    }
}
