import DNSClient
import DNSCore
import ServiceCatalog
import ServiceProbing

/// A zone to follow.
package struct ZoneConfiguration: Sendable {
    package var apex: DomainName
    /// The primary first; the others are replicas, asked for their serial and, when the primary fails, for the zone.
    package var servers: [Server]
    /// SRV owner names to ask for one by one where the zone may not be transferred.
    package var names: [DomainName]
    /// Whether replicas are also looked for in the zone's NS records.
    package var discoversReplicas: Bool

    package init(apex: DomainName, servers: [Server], names: [DomainName] = [], discoversReplicas: Bool = true) {
        self.apex = apex
        self.servers = servers
        self.names = names
        self.discoversReplicas = discoversReplicas
    }
}

/// What the monitor follows, and how often.
package struct MonitorConfiguration: Sendable {
    package var zones: [ZoneConfiguration]
    package var probe: ProbePolicy
    /// Whether endpoints are probed at all.
    package var probes: Bool
    /// Between two questions for the SOA while no NOTIFY comes.
    package var pollInterval: Duration
    /// Zone data that was not confirmed for longer is not shown as verified.
    package var maximumAge: Duration
    /// An instance down for longer is stale.
    package var staleAfter: Duration
    /// How long the address of a target outside the zones is kept before it is looked up again.
    package var lookupInterval: Duration
    /// Where NOTIFY is listened for; nil for nowhere.
    package var notifyAddress: ServerAddress?
    /// Events kept in snapshots.
    package var eventLimit: Int
    package var rules: ServiceRules
    /// Whom the admin has looked at and found to be right.
    package var pinned: [InstanceIdentity: Identity] = [:]
    package var standIns = StandInPlaces()

    package init(
        zones: [ZoneConfiguration], probe: ProbePolicy = ProbePolicy(), probes: Bool = true,
        pollInterval: Duration = .seconds(5), maximumAge: Duration = .seconds(30),
        staleAfter: Duration = .seconds(600), lookupInterval: Duration = .seconds(60),
        notifyAddress: ServerAddress? = nil, eventLimit: Int = 1000,
        rules: ServiceRules = ServiceRules()
    ) {
        self.zones = zones
        self.probe = probe
        self.probes = probes
        self.pollInterval = pollInterval
        self.maximumAge = maximumAge
        self.staleAfter = staleAfter
        self.lookupInterval = lookupInterval
        self.notifyAddress = notifyAddress
        self.eventLimit = eventLimit
        self.rules = rules
    }
}
