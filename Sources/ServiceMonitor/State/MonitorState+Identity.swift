import DNSCore
import ServiceCatalog
import ServiceProbing

/// Who has to answer, how that is asked, and who does.
extension MonitorState {
    /// Reads anew what an instance's records say of it.
    mutating func readParticulars(of key: InstanceKey) {
        let zone = Int(key.zone)
        if readerZone != zone {
            reader = ParticularsReader()
            readerZone = zone
        }
        let found = reader.particulars(of: key.instance, in: zones[zone].catalog)
        if found != nil || !particulars.isEmpty { particulars[key] = found }
    }

    /// The records at some name may be others now.
    mutating func forgetReading() { readerZone = nil }

    func identity(expectedAt key: InstanceKey) -> Identity {
        let catalog = zones[Int(key.zone)].catalog
        var identity = Identity()
        if !rules.identities.isEmpty {
            let configured =
                rules.identities[catalog.owner(of: key.instance)]
                ?? rules.identities[catalog.name(of: catalog.service(of: key.instance))]
            if let configured { identity = configured }
        }
        if !pinned.isEmpty, let pinned = pinned[catalog.identity(of: key.instance)] {
            identity = identity.completed(by: pinned)
        }
        if let recorded = particulars.isEmpty ? nil : particulars[key] {
            identity = identity.completed(by: recorded.identity)
        }
        return identity
    }

    // MARK: - How to ask

    func request(of key: InstanceKey) -> ProbeRequest {
        let catalog = zones[Int(key.zone)].catalog
        return request(of: key, by: catalog.serviceProtocol(of: catalog.service(of: key.instance)))
    }

    func request(of key: InstanceKey, by service: ServiceProtocol) -> ProbeRequest {
        let label = service.label ?? []
        let usual = ProbeKind.of(serviceLabel: label, transport: service.transport)
        // Whatever the configuration asks for: what would start it is not sent.
        if let wake = particulars.isEmpty ? nil : particulars[key]?.activation {
            return ProbeRequest(kind: .looking(at: service.transport, wokenBy: wake), expectsOwner: true)
        }
        guard service.transport == .tcp else { return ProbeRequest(kind: usual) }
        let identity = identity(expectedAt: key)
        let wish = wish(of: key, label)
        let kind = wish.method?.kind(within: identity) ?? (identity.asksForTLS(label) ? max(usual, .tls) : usual)
        var request = ProbeRequest(kind: kind, expectsOwner: !identity.users.isEmpty)
        if kind.isConversation { request.details = details(of: key, wish) }
        return request
    }

    private func wish(of key: InstanceKey, _ label: [UInt8]) -> ProbeWish {
        let recorded = particulars.isEmpty ? nil : particulars[key]?.probe
        guard !rules.wishes.isEmpty, !label.isEmpty else { return recorded ?? ProbeWish() }
        let name = String(decoding: label, as: UTF8.self).lowercased() + "._tcp"
        return (rules.wishes[name] ?? ProbeWish()).completed(by: recorded ?? ProbeWish())
    }

    private func details(of key: InstanceKey, _ wish: ProbeWish) -> ProbeDetails {
        let catalog = zones[Int(key.zone)].catalog
        return ProbeDetails(
            host: catalog.target(of: key.instance).withoutFinalDot,
            service: catalog.name(of: catalog.service(of: key.instance)), path: wish.path, statuses: wish.statuses)
    }

    /// Instances at one endpoint beyond these have no say in how it is asked.
    private static var mostAsked: Int { 64 }

    /// Decides how an endpoint is asked at which several instances lie, or that is asked otherwise than usual: what tells
    /// the most of them; but nothing that would start one.
    mutating func settleRequest(at number: UInt32) {
        var keys: [InstanceKey] = []
        endpoints.forEachInstance(at: number) { if keys.count < Self.mostAsked { keys.append($0) } }
        let requests = keys.map { request(of: $0) }
        guard var request = requests.max(by: { $0.kind < $1.kind }) else { return }
        request.expectsOwner = requests.contains(where: \.expectsOwner)
        let hadProbe = endpoints[number].kind != .none
        guard endpoints.set(request, at: number) || request.details != nil else { return }
        guard hadProbe || request.kind != .none else { return }
        commands.hasRepeats = true
        ask(number, request)
    }

    mutating func ask(_ number: UInt32, _ request: ProbeRequest) {
        commands.probe.append(
            ProbeTarget(
                id: number, endpoint: endpoints[number].endpoint, kind: request.kind,
                expectsOwner: request.expectsOwner, details: request.details))
    }

    // MARK: - Who answers

    /// Who answers where an instance lies, as far as anything is known of it.
    func peers(of key: InstanceKey, at now: Timestamp) -> [AnsweringPeer] {
        guard !peers.isEmpty else { return [] }
        var entries: [(address: IPAddress, entry: PeerBook.Entry, holding: Holding?)] = []
        endpoints.forEachEndpoint(of: key) { number, row in
            guard let entry = peers[number] else { return }
            let holding = holdings.holding(of: number, at: row.endpoint, now: now)
            entries.append((row.endpoint.address, entry, holding))
        }
        guard !entries.isEmpty else { return [] }
        let expected = identity(expectedAt: key)
        let isPinned = !pinned.isEmpty && pinned[zones[Int(key.zone)].catalog.identity(of: key.instance)] != nil
        return entries.map { address, entry, holding in
            let finding = entry.isCurrent ? finding(expected, entry.evidence, holding, at: now) : nil
            return AnsweringPeer(
                address: address, expected: expected, isPinned: isPinned, evidence: entry.evidence, finding: finding,
                since: entry.since, process: entry.process)
        }
    }

    /// A socket that is known to be the stand-in's is right, whoever the service runs as.
    private func finding(
        _ expected: Identity, _ evidence: PeerEvidence, _ holding: Holding?, at now: Timestamp
    ) -> IdentityFinding? {
        switch holding?.finding {
        case .verified, .doubtful: return nil
        case .anothers:
            if let owner = evidence.owner, let standIn = holding?.claim?.standIn {
                return .notStandIns(owner.user, standIn: standIn.user)
            }
        case .unclaimed, .elsewhere, nil: break
        }
        return IdentityFinding(expected, evidence, at: now, expiryLimit: rules.expiryLimit)
    }

    /// Has the one who answers looked up by name, and a stranger's process looked for; each once.
    mutating func seek(_ number: UInt32, isStranger: Bool) {
        guard let entry = peers[number], let owner = entry.evidence.owner else { return }
        guard entry.process == nil || isStranger, !entry.isSought else { return }
        if isStranger { peers.noteSought(number) }
        commands.seek[number] = PeerQuestion(
            owner: owner, endpoint: endpoints[number].endpoint, seeksProcess: isStranger)
    }

    mutating func found(_ process: PeerProcess, at number: UInt32, of owner: SocketOwner, now: Timestamp) {
        peers.note(process, at: number, of: owner)
        var keys: [InstanceKey] = []
        endpoints.forEachInstance(at: number) { keys.append($0) }
        for key in keys { zones[Int(key.zone)].peers.set(peers(of: key, at: now), of: key.instance) }
    }

    /// Takes over what the admin has pinned, in place of what was.
    mutating func pin(_ identities: [InstanceIdentity: Identity], at now: Timestamp) {
        let changed = Set(pinned.keys).union(identities.keys).filter { pinned[$0] != identities[$0] }
        pinned = identities
        for index in zones.indices where zones[index].isLoaded {
            for instance in zones[index].catalog.instances(changed).values {
                place(InstanceKey(zone: UInt32(index), instance: instance), at: now)
            }
        }
    }
}

/// Whose name, and perhaps process, is wanted.
struct PeerQuestion: Hashable, Sendable {
    var owner: SocketOwner
    var endpoint: Endpoint
    var seeksProcess: Bool
}

extension ProbeKind {
    /// How something is looked at that must not be started by it. A datagram is data, and starts whatever gets it.
    fileprivate static func looking(at transport: Transport, wokenBy wake: WakeSign) -> ProbeKind {
        transport == .tcp && wake == .data ? .lookOrConnect : .look
    }
}

extension Identity {
    /// Whether only a certificate can show it, and a handshake may be begun at once.
    fileprivate func asksForTLS(_ label: [UInt8]) -> Bool {
        guard !pins.isEmpty || checksName else { return false }
        return !ProbeKind.servicesWithStartTLS.contains(String(decoding: label, as: UTF8.self).lowercased())
    }
}
