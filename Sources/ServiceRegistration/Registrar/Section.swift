import DNSClient
import DNSCore

/// The names of a plan that go together in one update: of one zone, and with one key.
struct Section: Sendable {
    let zone: DomainName
    /// The host that the zone's SOA record calls the primary.
    let primary: DomainName
    let key: TSIGKey?
    var names: [RegisteredName]
    /// What the zone was when it was looked at last.
    var view: ZoneView
    var host: HostPlace?
    /// What an update was sent for, or would have been: it may have been carried out though nobody said so.
    var attempted: [ServicePlace] = []
    /// Empty until the names are registered.
    var watches: [NameWatch] = []
    /// What was registered beside the names, at the host's.
    var parts: [any ZoneAim] = []
    var schedule: HoldSchedule
    /// What did not work last, and has been told of.
    var trouble: RegistrationError?

    init(
        _ zone: DomainName, primary: DomainName, _ name: RegisteredName, _ schedule: HoldSchedule
    ) {
        self.zone = zone
        self.primary = primary
        self.schedule = schedule
        key = name.key
        names = [name]
        view = ZoneView(zone: zone)
    }

    var isRegistered: Bool { !watches.isEmpty }

    /// What may be there of ours.
    var registered: [ServicePlace] { isRegistered ? watches.map(\.place) : attempted }

    /// Where the names' SRV records are to lead.
    func places(_ plan: ServicePlan, port: (RegisteredName) -> UInt16?) -> [ServicePlace] {
        guard let host else { return [] }
        return names.compactMap { name in
            guard let port = port(name) else { return nil }
            var place = ServicePlace(name, port: port, target: host.target)
            place.aliases = host.aliases
            place.uid = plan.uid
            return place
        }
    }

    /// The ports of this host that a name's records have.
    func recordedPorts(of name: RegisteredName) -> [UInt16] {
        guard let host else { return [] }
        return view.locations(at: name.owner).filter { $0.target == host.target || host.aliases.contains($0.target) }
            .map(\.port)
    }
}
