import DNSCore
import ServiceCatalog
import ServiceProbing

extension MonitorState {
    /// Finds where an instance lies, has that probed, and judges the instance anew.
    mutating func place(_ key: InstanceKey, at now: Timestamp) {
        let (place, addresses) = find(key)
        guard probes || place != .endpoints else { return judge(key, at: .unknown(.probingOff), now: now) }
        put(key, at: addresses)
        zones[Int(key.zone)].trails.keep(addresses, of: key.instance)
        judge(key, at: place, now: now)
    }

    /// Nothing of the instance is probed any more.
    mutating func displace(_ key: InstanceKey) { put(key, at: []) }

    private mutating func put(_ key: InstanceKey, at addresses: [IPAddress]) {
        let catalog = zones[Int(key.zone)].catalog
        let service = catalog.serviceProtocol(of: catalog.service(of: key.instance))
        let port = catalog.location(of: key.instance).port
        if addresses.isEmpty, !particulars.isEmpty {
            particulars[key] = nil
        } else if !addresses.isEmpty {
            readParticulars(of: key)
        }
        let request = request(of: key, by: service)
        let change = endpoints.put(
            key, at: Set(addresses.map { Endpoint(address: $0, port: port, transport: service.transport) }), request)
        guard probes else { return }
        if !change.orphans.isEmpty {
            commands.probe.removeAll { change.orphans.contains($0.id) }
            commands.stopProbing += change.orphans
            peers.remove(change.orphans)
            holdings.remove(change.orphans)
        }
        if request.kind != .none { for number in change.new { ask(number, request) } }
        for number in change.others where !request.isPlain || endpoints[number].isSpecial(for: request) {
            settleRequest(at: number)
        }
    }

    private mutating func find(_ key: InstanceKey) -> (StatusRule.Place, [IPAddress]) {
        switch zones[Int(key.zone)].catalog.resolveTarget(of: key.instance) {
        case .addresses(let addresses): return (.endpoints, addresses)
        case .notOffered: return (.notOffered, [])
        case .alias: return (.dangling(.targetIsAlias), [])
        case .noAddress: return (.dangling(.noAddress), [])
        case .denied: return (.dangling(.targetDenied), [])
        case .elsewhere(let name): return find(elsewhere: name)
        }
    }

    private mutating func find(elsewhere name: DomainName) -> (StatusRule.Place, [IPAddress]) {
        switch lookups[name] {
        case .addresses(let addresses) where addresses.isEmpty: return (.dangling(.noAddress), [])
        case .addresses(let addresses): return (.endpoints, addresses)
        case .failed: return (.unknown(.lookupFailed), [])
        case .pending: return (.unknown(.resolving), [])
        // Where nothing is probed, nobody needs the address.
        case nil where !probes: return (.unknown(.probingOff), [])
        case nil:
            lookups[name] = .pending
            commands.lookUp.insert(name)
            return (.unknown(.resolving), [])
        }
    }

    /// A name outside the zones has been looked up.
    mutating func lookedUp(_ name: DomainName, _ result: Lookup, at now: Timestamp) {
        guard lookups[name] != result else { return }
        // A failure does not undo what was known.
        if result == .failed, case .addresses = lookups[name] { return }
        lookups[name] = result
        for index in zones.indices {
            for instance in zones[index].catalog.instances(withTarget: name) {
                place(InstanceKey(zone: UInt32(index), instance: instance), at: now)
            }
        }
    }

    func hasInstance(at endpoint: UInt32, where isWanted: (Catalog, InstanceID) -> Bool) -> Bool {
        var found = false
        endpoints.forEachInstance(at: endpoint) { key in
            found = found || isWanted(zones[Int(key.zone)].catalog, key.instance)
        }
        return found
    }

    /// Results of probes.
    mutating func apply(_ reports: some Sequence<ProbeReport>, at now: Timestamp) {
        for report in reports where endpoints.note(report) {
            let row = endpoints[report.id]
            noteListener(report, row.kind, at: now)
            peers.note(report, isOfInterest: row.expectsOwner || row.kind.isConversation)
            var keys: [InstanceKey] = []
            endpoints.forEachInstance(at: report.id) { keys.append($0) }
            for key in keys {
                note(report, of: key)
                judge(key, at: .endpoints, now: now)
            }
            if report.evidence?.owner != nil {
                seek(
                    report.id, isStranger: keys.contains { zones[Int($0.zone)].table[$0.instance].status == .impostor })
            }
        }
    }

    private mutating func note(_ report: ProbeReport, of key: InstanceKey) {
        guard keepsTrails else { return }
        zones[Int(key.zone)].trails.note(
            report.observation, verdict: report.verdict, since: report.verdictSince, at: report.endpoint.address,
            of: key.instance)
    }

    /// Judges again what rests on an observation that has grown too old.
    mutating func reviewAges(at now: Timestamp) {
        var old: [InstanceKey] = []
        endpoints.forEachRow { number, row in
            if row.state.verdict == .up, now.duration(since: row.state.checkedAt) > rule.observationAge {
                endpoints.forEachInstance(at: number) { old.append($0) }
            }
        }
        for key in old { judge(key, at: .endpoints, now: now) }
    }
}

// MARK: - Judging

extension MonitorState {
    mutating func judge(_ key: InstanceKey, at place: StatusRule.Place, now: Timestamp) {
        let index = Int(key.zone)
        var states: [EndpointState] = []
        var held: [Holding?] = []
        endpoints.forEachEndpoint(of: key) { number, row in
            var state = row.state
            held.append(holdings.holding(of: number, at: row.endpoint, now: now))
            if state.verdict == .unknown {
                let isOff = !probes || row.kind == .none && particulars[key]?.probe.method == ProbeWish.Method.none
                state.failure = isOff ? .probingOff : row.kind == .none ? .noProbeForProtocol : state.failure
            }
            states.append(state)
        }
        let old = zones[index].table[key.instance]
        let found = peers(of: key, at: now)
        let telling = zones[index].peers.telling(key.instance)?.finding
        zones[index].peers.set(found, of: key.instance)
        var new = rule.health(at: place, states, found, held, now: now)
        let holding = held.contains { $0 != nil } ? rule.telling(held, now: now) : nil
        if zones[index].holdings.set(holding, of: key.instance) { zones[index].revision &+= 1 }
        let downSince = memory.downSince.isEmpty ? nil : memory.downSince[key]
        if let downSince { rule.resume(&new, downSince: downSince, now: now) }
        rule.end(&new, with: zones[index].leases[key.instance, in: zones[index].catalog], now: now)
        if old.status == .impostor, new.status != .impostor { new.since = max(new.since, now) }
        if new.status == old.status, old.since != .distantPast { new.since = min(old.since, new.since) }
        let finding = zones[index].peers.telling(key.instance)?.finding
        if finding != telling { zones[index].revision &+= 1 }
        if new.status == .impostor, old.status == .impostor, let finding, finding != telling {
            record(.impostor("\(finding)"), key, reason: finding.reason, at: now)
        }
        guard new != old else { return }
        // That svctop has not looked for a while moves nobody's load; what was down before the start has lost its clients
        // long ago.
        let isKnown = old.status != .unknown && new.status != .unknown
        let isNews = isKnown && !(downSince != nil && new.status.isOutage)
        let shares = isNews && new.serves != old.serves ? servers(key) : nil
        zones[index].table.update(key.instance, of: zones[index].catalog.service(of: key.instance), new)
        if !new.isSameVerdict(as: old) { zones[index].revision &+= 1 }
        guard new.status != old.status else { return }
        notePeriod(of: key, old, to: new, downSince: downSince)
        if downSince != nil, !old.status.isOutage {
            noteSight(of: key, from: old.status, new, at: now)
        } else {
            noteTransition(key, from: old.status, to: new, at: now)
            noteChange(of: key, from: old.status, to: new, at: now)
        }
        if new.status.endsOutage { memory.downSince[key] = nil }
        if let shares { noteFailover(key, before: shares, at: now) }
    }

    /// What was down before the start is seen for the first time since: that it still is, is no news.
    private mutating func noteSight(of key: InstanceKey, from old: Status, _ new: Health, at now: Timestamp) {
        guard new.status.endsOutage else { return }
        noteTransition(key, from: .down, to: new, at: now)
        noteChange(of: key, from: .down, to: new, at: now)
    }

    private mutating func noteTransition(
        _ key: InstanceKey, from old: Status, to new: Health, at now: Timestamp
    ) {
        let wasFailing = old == .down || old == .stale
        switch new.status {
        // Its stand-in has told of it.
        case .suspect where new.reason == .startFailed && old != .unknown: break
        case .down where new.reason == .startsSuspended && old != .unknown: break
        case .suspect where !wasFailing: record(.suspect, key, reason: new.reason, at: now)
        case .down where old != .stale: record(.down, key, reason: new.reason, at: now)
        case .impostor:
            let finding = zones[Int(key.zone)].peers.telling(key.instance)?.finding
            record(.impostor(finding.map { "\($0)" } ?? new.reason.description), key, reason: new.reason, at: now)
        case .up, .degraded, .dormant:
            let wasWrong = wasFailing || old == .suspect || old == .flapping || old == .impostor
            if wasWrong { record(.recovered, key, at: now) }
        default: break
        }
    }

    // MARK: - Failover

    /// Larger RRsets than this are not compared share by share at every change.
    private static var failoverLimit: Int { 256 }

    /// Who serves the clients of an instance's RRset now, largest share first.
    private func servers(_ key: InstanceKey) -> [Failover.Server]? {
        let zone = zones[Int(key.zone)]
        let siblings = zone.catalog.siblings(of: key.instance)
        guard (2...Self.failoverLimit).contains(siblings.count) else { return nil }
        let shares = Selection.shares(
            of: siblings.map { instance in
                let location = zone.catalog.location(of: instance)
                let health = zone.table[instance]
                return Candidate(
                    priority: location.priority, weight: location.weight, serves: health.serves,
                    isOffered: health.status != .unavailable, isStranger: health.status == .impostor)
            })
        return zip(siblings, shares).filter { $1.effective > 0 }.sorted { $0.1.effective > $1.1.effective }
            .map { instance, share in
                Failover.Server(
                    instance: zone.title(of: instance), priority: zone.catalog.location(of: instance).priority,
                    share: share.effective)
            }
    }

    private mutating func noteFailover(_ key: InstanceKey, before: [Failover.Server], at now: Timestamp) {
        guard let after = servers(key), !before.isEmpty, !after.isEmpty, before != after else { return }
        let failover = Failover(before: Array(before.prefix(8)), after: Array(after.prefix(8)))
        record(.failover(failover), key, reason: zones[Int(key.zone)].table[key.instance].reason, at: now)
    }
}

extension EndpointTable.Row {
    /// Whether it is asked otherwise than a request of one of its instances wants it.
    fileprivate func isSpecial(for request: ProbeRequest) -> Bool {
        kind != request.kind || expectsOwner != request.expectsOwner
    }
}
