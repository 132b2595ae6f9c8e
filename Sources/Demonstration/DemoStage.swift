import DNSClient
import DNSCore
import NIOPosix
import ServiceActivation

/// The demonstration at work: listeners on this machine that are really there, and register themselves by signed updates at
/// whatever server there is.
package actor DemoStage {
    private struct Player {
        let instance: DemoInstance
        let listener: DemoListener
    }

    private let zone: DomainName
    private var admin: Server
    private let client: DNSClient
    private let cast: DemoCast
    private let activation: DemoActivation?
    private var standIn: DemoStandIn?
    private var players: [Player] = []
    private var keys: [DomainName: TSIGKey] = [:]
    /// Those that have not withdrawn.
    private var isRegistered: Set<DemoInstance> = []
    /// Makes the key that owns a name.
    private let makeKey: @Sendable (DomainName) async throws -> TSIGKey
    private let group = MultiThreadedEventLoopGroup.singleton

    /// - Parameters:
    ///   - admin: the zone's server, with a key that may register hosts.
    ///   - activation: what dormant services are made of; nil for none.
    package init(
        zone: DomainName, admin: Server, activation: DemoActivation? = nil, client: DNSClient = DNSClient(),
        makeKey: @escaping @Sendable (DomainName) async throws -> TSIGKey
    ) {
        self.zone = zone
        self.admin = admin
        self.client = client
        self.activation = activation
        cast = DemoCast(hasSleepers: activation != nil)
        self.makeKey = makeKey
    }

    // MARK: - Setting up

    /// Registers the hosts, then starts and registers every instance.
    package func setUp() async throws {
        try await registerHosts()
        if let activation {
            standIn = try DemoStandIn(activation, cast.instances) { [cast] host in
                cast.hosts.first { $0.name == host }?.addresses.first
            }
            standIn?.start()
        }
        for instance in cast.instances {
            let keyName = try instance.keyName(in: zone)
            if keys[keyName] == nil { keys[keyName] = try await makeKey(keyName) }
            let address = cast.hosts.first { $0.name == instance.host }?.addresses.first
            let listener = try DemoListener(
                instance.manner, at: address ?? .v4(IPv4Address(rawValue: 0x7F00_0001)),
                port: standIn?.port(of: instance), on: group)
            players.append(Player(instance: instance, listener: listener))
        }
        for player in players {
            try await player.listener.start()
            try await register(player)
        }
    }

    /// Registers everybody who is registered at another server of the zone, and goes on there.
    package func move(to server: Server) async throws {
        admin = server
        try await registerHosts()
        for player in players where isRegistered.contains(player.instance) { try await register(player) }
    }

    private func registerHosts() async throws {
        var request = UpdateRequest(zone: zone)
        for host in cast.hosts {
            let name = try DomainName(host.name, origin: zone)
            for address in host.addresses { request.changes.append(.add(name, ttl: Self.hostTTL, address.recordData)) }
        }
        try await send(request, key: admin.key)
    }

    // MARK: - Playing

    /// Plays round after round until the task is cancelled.
    /// - Parameter speed: how much faster than written.
    package func play(seed: UInt64, speed: Double) async throws {
        var script = DemoScript(seed: seed)
        let clock = ContinuousClock()
        var start = clock.now
        while !Task.isCancelled {
            for act in script.nextRound() {
                try await clock.sleep(until: start.advanced(by: act.at / speed))
                try await perform(act)
            }
            start = start.advanced(by: DemoScript.round / speed)
            try await clock.sleep(until: start)
        }
    }

    /// Registers again what listens, so that its lease does not run out, until the task is cancelled.
    package func keepRegistered() async throws {
        while !Task.isCancelled {
            try await Task.sleep(for: Self.renewal)
            for player in players where await isAlive(player) && isRegistered.contains(player.instance) {
                if try await hasRecord(player) {
                    try await register(player)
                } else {
                    isRegistered.remove(player.instance)
                }
            }
        }
    }

    /// Of what dangles, only the target is missing; for what sleeps, its stand-in is there.
    private func isAlive(_ player: Player) async -> Bool {
        if player.instance.manner == .dangling || player.instance.wake != nil { return true }
        return await player.listener.isListening
    }

    /// What somebody has withdrawn stays away.
    private func hasRecord(_ player: Player) async throws -> Bool {
        let owner = try player.instance.owner(in: zone)
        let port = await player.listener.port
        let host = try DomainName(player.instance.host, origin: zone)
        return try await client.query(owner, .srv, at: admin).answers.contains { record in
            guard case .srv(let location) = record.data else { return false }
            return location.port == port ?? Self.danglingPort && location.target == host
        }
    }

    func perform(_ act: DemoAct) async throws {
        guard
            let player = players.first(where: { $0.instance.service == act.service && $0.instance.host == act.host })
        else { return }
        switch act.kind {
        case .dies: await player.listener.stop()
        // A lease may have run out meanwhile: a service that starts registers.
        case .returns where !isRegistered.contains(player.instance): break
        case .returns, .registers:
            try await player.listener.start()
            try await register(player)
        case .withdraws:
            try await withdraw(player)
            await player.listener.stop()
        }
    }

    /// Ends every listener; the records stay.
    package func tearDown() async {
        for player in players { await player.listener.stop() }
        await standIn?.end()
    }

    // MARK: - Registering

    private static let hostTTL: UInt32 = 300
    private static let serviceTTL: UInt32 = 20
    private static let lease = LeaseOption(lease: 120)
    /// Every service renews in good time; those that are dead cannot.
    private static let renewal = Duration.seconds(40)

    private func register(_ player: Player) async throws {
        try await send(try await update(player.instance, of: player.listener, removing: false), for: player.instance)
        isRegistered.insert(player.instance)
    }

    private func withdraw(_ player: Player) async throws {
        isRegistered.remove(player.instance)
        try await send(try await update(player.instance, of: player.listener, removing: true), for: player.instance)
    }

    /// Its records: SRV, TXT where there is something to say, and of DNS-SD the pointer, too (RFC 6763).
    private func update(
        _ instance: DemoInstance, of listener: DemoListener, removing isRemoving: Bool
    ) async throws -> UpdateRequest {
        let owner = try instance.owner(in: zone)
        let location = ServiceLocation(
            priority: instance.priority, weight: instance.weight, port: await listener.port ?? Self.danglingPort,
            target: try DomainName(instance.host, origin: zone))
        var records: [(DomainName, RecordData)] = [(owner, .srv(location))]
        var texts = instance.texts
        if let wake = instance.wake {
            // Of several at the name, each has its own.
            texts += ["target=\(location.target)", "port=\(location.port)", "activation=\(wake.rawValue)"]
        }
        if !texts.isEmpty { records.append((owner, .txt(TextStrings(texts.map { Array($0.utf8) })))) }
        if instance.title != nil { records.append((try instance.keyName(in: zone), .ptr(owner))) }
        var request = UpdateRequest(zone: zone)
        request.changes = records.map { name, data in
            isRemoving ? .delete(name, data) : .add(name, ttl: Self.serviceTTL, data)
        }
        return request
    }

    private static let danglingPort: UInt16 = 8080

    private func send(_ request: UpdateRequest, for instance: DemoInstance) async throws {
        try await send(request, key: keys[try instance.keyName(in: zone)], lease: Self.lease)
    }

    private func send(_ request: UpdateRequest, key: TSIGKey?, lease: LeaseOption? = nil) async throws {
        var server = admin
        server.key = key
        let answer = try await client.update(request, lease: lease, at: server)
        guard answer.header.responseCode == .noError else {
            throw DemoError("\(server) answers \(answer.header.responseCode) to a registration in \(zone)")
        }
    }
}
