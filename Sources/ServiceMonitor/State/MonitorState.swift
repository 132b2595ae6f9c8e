import DNSCore
import ServiceCatalog
import ServiceProbing

/// All that the monitor knows, and how news changes it. No I/O and no clock: what is to be done comes back as commands.
struct MonitorState {
    /// What the world is asked to do after a change.
    struct Commands: Sendable {
        var probe: [ProbeTarget] = []
        var stopProbing: [UInt32] = []
        /// Names outside the zones whose addresses are wanted.
        var lookUp: Set<DomainName> = []
        /// To be probed before the others.
        var probeNow: Set<UInt32> = []
        /// Endpoints of this host at which someone answers whose name is wanted.
        var seek: [UInt32: PeerQuestion] = [:]
        /// Whether `probe` may name an endpoint more than once: what comes later counts.
        var hasRepeats = false

        var isEmpty: Bool {
            probe.isEmpty && stopProbing.isEmpty && lookUp.isEmpty && probeNow.isEmpty && seek.isEmpty
        }

        mutating func add(_ later: Commands) {
            probe += later.probe
            stopProbing += later.stopProbing
            lookUp.formUnion(later.lookUp)
            probeNow.formUnion(later.probeNow)
            seek.merge(later.seek) { $1 }
            hasRepeats = hasRepeats || later.hasRepeats
        }
    }

    let rule: StatusRule
    /// Whether endpoints are probed at all.
    let probes: Bool
    /// Whether single probes are kept for someone to look at.
    let keepsTrails: Bool
    /// What is said of every instance at first.
    var unjudged: Health { probes ? .unknown : .unprobed }
    var zones: [ZoneState]
    var endpoints = EndpointTable()
    var log: EventLog
    /// Addresses of targets outside the zones, as last looked up.
    var lookups: [DomainName: Lookup] = [:]
    var commands = Commands()
    var memory = MonitorMemory()
    let rules: ServiceRules
    /// What the admin has pinned: who answers there has been looked at, and is the right one.
    var pinned: [InstanceIdentity: Identity] = [:]
    /// What records say of instances, of those alone of which they say something.
    var particulars: [InstanceKey: Particulars] = [:]
    var reader = ParticularsReader()
    /// The zone that `reader` has read in.
    var readerZone: Int?
    var peers = PeerBook()
    var holdings: HoldingBook

    enum Lookup: Hashable, Sendable {
        case pending
        case addresses([IPAddress])
        case failed
    }

    init(
        zones: [ZoneState], rule: StatusRule, probes: Bool, eventLimit: Int, keepsTrails: Bool = true,
        rules: ServiceRules = ServiceRules()
    ) {
        self.zones = zones
        self.rule = rule
        self.probes = probes
        self.keepsTrails = keepsTrails
        self.rules = rules
        // Who looks once hears what stand-ins say first.
        holdings = HoldingBook(patience: keepsTrails ? HoldingBook.usualPatience : .zero)
        log = EventLog(limit: eventLimit)
    }

    mutating func takeCommands() -> Commands {
        defer { commands = Commands() }
        return commands
    }

    func snapshot(at now: Timestamp, maximumAge: Duration, probesPerSecond: Double) -> Snapshot {
        Snapshot(
            at: now,
            zones: zones.map {
                ZoneSnapshot(
                    catalog: $0.catalog, table: $0.table, freshness: $0.freshness, maximumAge: maximumAge,
                    tombstones: $0.tombstones, trails: $0.trails, chronicle: $0.chronicle, leases: $0.leases,
                    peers: $0.peers, holdings: $0.holdings,
                    revision: $0.revision)
            },
            events: log.latest, eventCount: log.count, probesPerSecond: probesPerSecond)
    }

    /// Another one whenever there is more to tell than measurements.
    var revision: UInt64 { zones.reduce(UInt64(log.count)) { $0 &+ $1.revision } }

    mutating func record(
        _ kind: Event.Kind, _ key: InstanceKey, reason: Reason = .none, at now: Timestamp
    ) {
        let zone = zones[Int(key.zone)]
        let event = Event(
            at: now, zone: zone.catalog.apex, serial: zone.freshness.serial, kind: kind,
            service: zone.catalog.name(of: zone.catalog.service(of: key.instance)),
            instance: zone.title(of: key.instance), reason: reason)
        log.append(event)
        note(event)
    }
}

/// One zone of the monitor.
struct ZoneState {
    var catalog: Catalog { didSet { revision &+= 1 } }
    var table = HealthTable()
    var freshness: ZoneFreshness
    var tombstones: [ZoneSnapshot.Tombstone] = [] { didSet { revision &+= 1 } }
    /// `ZoneSnapshot.revision`
    var revision: UInt64 = 0
    var trails = TrailTable()
    var chronicle = Chronicle()
    var leases = LeaseTable()
    var peers = PeerTable()
    var holdings = HoldingTable()
    /// Rows that nothing refers to any more: the next transfer may use their numbers again.
    var reclaimable: [InstanceID] = []
    var isLoaded = false
    var isTransferring = false

    init(apex: DomainName, freshness: ZoneFreshness) {
        catalog = Catalog(apex: apex)
        self.freshness = freshness
    }

    func title(of instance: InstanceID) -> String {
        catalog.instance(instance).title(relativeTo: catalog.apex)
    }
}
