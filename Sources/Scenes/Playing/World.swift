import DNSCore
import ServiceCatalog
import ServiceMonitor
import ServiceProbing

/// All that svctop looks at: zones at their servers, and endpoints that answer or do not.
struct World: RehearsedWorld, Sendable {
    private struct Rule: Sendable {
        var pattern: EndpointPattern
        var behaviour: Behaviour
        var since: Timestamp
    }

    var authorities: [Authority]
    var standIns = SceneStandIns()
    private let hosts: [DomainName: [IPAddress]]
    private let seed: UInt64
    private struct Presence: Sendable {
        var pattern: EndpointPattern
        var peer: ScenePeer
        var since: Timestamp
    }

    private var rules: [Rule] = []
    private var presences: [Presence] = []
    private var names: [IPAddress: [String]] = [:]
    /// How often each endpoint has been probed.
    private var probes: [Endpoint: UInt64] = [:]
    /// The rule of each endpoint, as far as it has been looked for.
    private var found: [Endpoint: Int?] = [:]

    init(_ scene: Scene, at now: Timestamp) {
        authorities = scene.zones.map { Authority($0, at: now) }
        hosts = scene.hosts
        seed = scene.seed
        nameHosts()
    }

    func addresses(of name: DomainName) -> [IPAddress]? { hosts[name] ?? [] }

    // MARK: - Changes

    func index(of zone: DomainName) -> Int? { authorities.firstIndex { $0.apex == zone } }

    mutating func change(_ index: Int, _ change: ZoneChange) throws(SceneError) {
        try authorities[index].change(change)
        nameHosts()
    }

    mutating func update(_ index: Int, _ request: UpdateRequest) -> ResponseCode {
        defer { nameHosts() }
        return authorities[index].update(request)
    }

    mutating func set(_ pattern: EndpointPattern, _ behaviour: Behaviour, at now: Timestamp) {
        rules.append(Rule(pattern: pattern, behaviour: behaviour, since: now))
        found = [:]
    }

    mutating func set(_ pattern: EndpointPattern, _ peer: ScenePeer, at now: Timestamp) {
        presences.append(Presence(pattern: pattern, peer: peer, since: now))
    }

    /// What the addresses are called: by their name in full, and without their zone's.
    private mutating func nameHosts() {
        names = [:]
        found = [:]
        for authority in authorities {
            for record in authority.records {
                guard let address = record.data.address else { continue }
                names[address, default: []].append(record.name.description(relativeTo: authority.apex))
                names[address, default: []].append(String(record.name.description.dropLast()))
            }
        }
        for (name, addresses) in hosts {
            for address in addresses { names[address, default: []].append(String(name.description.dropLast())) }
        }
    }

    // MARK: - Probes

    mutating func answer(of endpoint: Endpoint, at now: Timestamp) -> RehearsedAnswer {
        let number = probes[endpoint, default: 0]
        probes[endpoint] = number + 1
        var generator = SplitMix64(seed: seed, endpoint: endpoint, number: number)
        var answer =
            if let rule = rule(of: endpoint) {
                rules[rule].behaviour.answer(after: now.duration(since: rules[rule].since), using: &generator)
            } else {
                Behaviour.usual.answer(after: .zero, using: &generator)
            }
        if answer.failure == .none { answer.evidence = evidence(at: endpoint) }
        return answer
    }

    private func evidence(at endpoint: Endpoint) -> PeerEvidence? {
        let names = hosts(at: endpoint)
        let held = standIns.inode(at: names, port: endpoint.port)
        guard !presences.isEmpty || held > 0 else { return nil }
        var evidence = PeerEvidence(listener: held)
        if held > 0 {
            evidence.owner = SocketOwner(user: standIns.user(at: names, port: endpoint.port), hasAccepted: false)
        }
        // What was said last holds.
        for presence in presences where presence.pattern.matches(hosts(at: endpoint), port: endpoint.port) {
            switch presence.peer {
            case .owner(let owner, _):
                evidence.owner = owner
                // Whoever it is, it is not the stand-in.
                if held > 0 { evidence.listener = held + 1_000_000 }
            case .certificate(let certificate): evidence.certificate = certificate.seen(since: presence.since)
            }
        }
        return evidence.isEmpty ? nil : evidence
    }

    func process(at endpoint: Endpoint) -> PeerProcess {
        var process = PeerProcess()
        for presence in presences where presence.pattern.matches(hosts(at: endpoint), port: endpoint.port) {
            if case .owner(_, let owner) = presence.peer { process = owner }
        }
        return process
    }

    func standIns(at now: Timestamp) -> StandInPicture {
        standIns.picture(at: now) { host in names.filter { $0.value.contains(host) }.map(\.key) }
    }

    private func hosts(at endpoint: Endpoint) -> [String] {
        (names[endpoint.address] ?? []) + [endpoint.address.description]
    }

    /// The last that was said of the endpoint.
    private mutating func rule(of endpoint: Endpoint) -> Int? {
        if let known = found[endpoint] { return known }
        let hosts = hosts(at: endpoint)
        let rule = rules.lastIndex { $0.pattern.matches(hosts, port: endpoint.port) }
        found[endpoint] = .some(rule)
        return rule
    }
}

extension RecordData {
    fileprivate var address: IPAddress? {
        switch self {
        case .a(let address): .v4(address)
        case .aaaa(let address): .v6(address)
        default: nil
        }
    }
}

extension SplitMix64 {
    /// The same luck in every run, and for each endpoint its own: one probe more elsewhere changes nothing here.
    fileprivate init(seed: UInt64, endpoint: Endpoint, number: UInt64) {
        let parts: [UInt64] =
            switch endpoint.address {
            case .v4(let address): [UInt64(address.rawValue)]
            case .v6(let address): [address.high, address.low]
            }
        var state = seed
        for part in parts + [UInt64(endpoint.port), number] {
            var mixer = SplitMix64(state: state ^ part)
            state = mixer.next()
        }
        self.init(state: state)
    }
}
