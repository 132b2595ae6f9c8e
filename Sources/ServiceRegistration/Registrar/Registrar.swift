import DNSClient
import DNSCore
import Glibc

/// Gives a service its place in DNS, and holds it.
///
/// `claim`, `register` once the service is ready, `hold` until it is to end, `withdraw`.
public actor Registrar {
    public let plan: ServicePlan
    let client: DNSClient
    let reader: ZoneReader
    let tell: @Sendable (RegistrationEvent) -> Void
    /// Empty until a server could be asked which zones the names lie in.
    var sections: [Section] = []
    var claims: [ClaimedPort] = []
    /// By which this host speaks with its servers.
    var ownAddresses: [IPAddress] = []
    /// Another one begins where what is held ends: whoever holds since before then holds no more.
    var era = 0
    var generator = SystemRandomNumberGenerator()
    private var open: [Int32] = []

    public init(
        _ plan: ServicePlan, client: DNSClient = DNSClient(),
        events: @escaping @Sendable (RegistrationEvent) -> Void = { _ in }
    ) {
        self.plan = plan
        self.client = client
        reader = ZoneReader(client: client, servers: ServerOrder(plan.servers))
        tell = events
    }

    deinit {
        for descriptor in open { close(descriptor) }
    }

    func keepOpen(_ descriptors: [Int32]) { open += descriptors }

    /// Lets go of the sockets: before a program binds the reserved ports itself, or at the end.
    public func releasePorts() {
        for descriptor in open { close(descriptor) }
        open = []
    }

    /// The lease that is asked for.
    var lease: LeaseOption? {
        plan.lease.map { LeaseOption(lease: UInt32(clamping: max(.seconds(1), $0).components.seconds)) }
    }

    func writer(of section: Section) -> ZoneWriter {
        ZoneWriter(
            reader: reader, zone: section.zone, key: section.key, lease: lease, asksLeases: section.view.tellsLeases)
    }

    func port(of name: RegisteredName) -> UInt16? {
        claims.first { $0.label == name.label && $0.transport == name.transport }?.port
    }

    // MARK: - Knowing the zones

    /// Finds the zones, looks at the names in them, and settles which host this is there. The sections stay the same from
    /// then on.
    func prepare() async throws(RegistrationError) {
        guard sections.isEmpty else { return }
        try plan.check()
        ownAddresses = await addressesTowardServers()
        var sections: [Section] = []
        for name in plan.names {
            let (zone, primary) = try await reader.zone(of: name.owner)
            if let place = sections.firstIndex(where: { $0.zone == zone && $0.key == name.key }) {
                sections[place].names.append(name)
            } else {
                let schedule = HoldSchedule(interval: plan.checkInterval, from: .now)
                sections.append(Section(zone, primary: primary, name, schedule))
            }
        }
        for place in sections.indices { try await look(&sections[place]) }
        if self.sections.isEmpty { self.sections = sections }
    }

    /// Looks again at what is known already.
    func lookAgain() async throws(RegistrationError) {
        for place in sections.indices {
            var section = sections[place]
            try await look(&section)
            sections[place] = section
        }
    }

    private func look(_ section: inout Section) async throws(RegistrationError) {
        let label = LocalAddresses.hostLabel
        let hosts = HostPlace.candidates(plan.target, label, section.primary, in: section.zone)
        let keys = section.names.flatMap { Registration.keys(of: $0) }
        section.view = try await reader.view(
            of: section.zone, keys + hosts.flatMap { [RRsetKey($0, .a), RRsetKey($0, .aaaa)] },
            signedWith: section.key, leasesAt: section.names.map(\.owner))
        let recorded = section.names.flatMap { section.view.locations(at: $0.owner) }.map(\.target)
        section.host = try HostPlace(
            HostPlace.Wish(
                target: plan.target, addresses: plan.addresses, label: label, ownAddresses: ownAddresses,
                isLocal: LocalAddresses.contains), in: section.view, primary: section.primary, recorded: recorded)
    }

    func addressesTowardServers() async -> [IPAddress] {
        var found: [IPAddress] = []
        for server in plan.servers {
            for peer in (try? await client.addresses(of: server)) ?? [] {
                guard let address = LocalAddresses.address(toward: peer), !found.contains(address) else { continue }
                found.append(address)
            }
        }
        return found
    }
}
