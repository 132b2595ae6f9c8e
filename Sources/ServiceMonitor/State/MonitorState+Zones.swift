import DNSCore
import ServiceCatalog
import ServiceProbing

extension MonitorState {
    /// The catalog that a transfer is to change.
    mutating func beginTransfer(_ index: Int) -> Catalog {
        zones[index].catalog.reclaim(zones[index].reclaimable)
        zones[index].reclaimable = []
        zones[index].isTransferring = true
        return zones[index].catalog
    }

    /// More of a first transfer has arrived: it is shown, but nothing of it is probed or verified yet.
    mutating func zone(_ index: Int, isLoading catalog: Catalog) {
        guard !zones[index].isLoaded else { return }
        zones[index].catalog = catalog
        zones[index].table = HealthTable(ofUnknown: catalog, as: unjudged)
    }

    /// A first transfer is complete; its instances are taken in by `admit`.
    mutating func zone(_ index: Int, didLoad catalog: Catalog) {
        zones[index].catalog = catalog
        zones[index].table = HealthTable(ofUnknown: catalog, as: unjudged)
        zones[index].isLoaded = true
        recallOutages(index)
        recallPeriods(index)
    }

    /// Lets go of all that is known of a zone's records, to read them anew.
    mutating func forget(_ index: Int) {
        keepOutages(index)
        var instances: [InstanceID] = []
        zones[index].catalog.forEachInstance { instances.append($0) }
        for instance in instances { displace(InstanceKey(zone: UInt32(index), instance: instance)) }
        let revision = zones[index].revision
        particulars = particulars.filter { Int($0.key.zone) != index }
        forgetReading()
        zones[index] = ZoneState(apex: zones[index].catalog.apex, freshness: zones[index].freshness)
        zones[index].revision = revision &+ 1
    }

    /// Those of a zone's instances that have to be looked at after a first transfer: where nothing is probed, only those
    /// that do not lie at an address.
    func instancesToAdmit(_ index: Int) -> [InstanceID] {
        let catalog = zones[index].catalog
        guard probes else { return catalog.instancesWithoutAddress() }
        var all: [InstanceID] = []
        all.reserveCapacity(catalog.instanceCount)
        catalog.forEachInstance { all.append($0) }
        return all
    }

    /// Finds the endpoints of some instances, so that a large zone is taken in slice by slice.
    mutating func admit(_ index: Int, _ instances: some Sequence<InstanceID>, at now: Timestamp) {
        forgetReading()
        for instance in instances where zones[index].catalog.isRegistered(instance) {
            place(InstanceKey(zone: UInt32(index), instance: instance), at: now)
        }
    }

    /// A later transfer is complete.
    mutating func zone(
        _ index: Int, didChangeTo catalog: Catalog, _ changes: CatalogChanges, at now: Timestamp
    ) {
        let before = zones[index].catalog
        zones[index].catalog = catalog
        forgetReading()
        let key = { (instance: InstanceID) in InstanceKey(zone: UInt32(index), instance: instance) }
        for instance in changes.removed { withdraw(key(instance), at: now) }
        for pair in changes.replaced { replace(key(pair.old), with: key(pair.new), at: now) }
        for instance in changes.added { register(key(instance), at: now) }
        for instance in changes.retimed {
            let text = "TTL \(before.ttl(of: instance)) to \(catalog.ttl(of: instance))"
            record(.changed(text), key(instance), at: now)
        }
        let added = Set(changes.added)
        for instance in changes.readdressed(in: catalog) where !added.contains(instance) {
            place(key(instance), at: now)
            record(.changed("addresses"), key(instance), at: now)
        }
        for instance in changes.retexted(in: catalog) where !added.contains(instance) {
            place(key(instance), at: now)
            record(.changed("TXT"), key(instance), at: now)
        }
        for instance in changes.recertified(in: catalog) where !added.contains(instance) {
            place(key(instance), at: now)
            record(.changed("TLSA"), key(instance), at: now)
        }
    }

    private mutating func register(_ key: InstanceKey, at now: Timestamp) {
        let index = Int(key.zone)
        let catalog = zones[index].catalog
        for tombstone in zones[index].tombstones where catalog.isSameInstance(tombstone.instance, key.instance) {
            resume(tombstone, as: key.instance, index)
        }
        dropTombstones(index) { catalog.isSameInstance($0.instance, key.instance) }
        zones[index].table.insert(key.instance, of: catalog.service(of: key.instance), .unknown)
        place(key, at: now)
        record(.registered, key, at: now)
    }

    /// Who comes back has the past that it had.
    private mutating func resume(_ tombstone: ZoneSnapshot.Tombstone, as instance: InstanceID, _ index: Int) {
        let absence = StatusPeriod(.withdrawn, since: tombstone.withdrawnAt)
        zones[index].chronicle.end(absence, of: tombstone.instance)
        zones[index].chronicle.move(tombstone.instance, to: instance)
    }

    private mutating func withdraw(_ key: InstanceKey, at now: Timestamp) {
        let index = Int(key.zone)
        record(.withdrawn, key, at: now)
        displace(key)
        let service = zones[index].catalog.service(of: key.instance)
        var health = zones[index].table[key.instance]
        zones[index].chronicle.end(StatusPeriod(health.status, since: health.since), of: key.instance)
        let old = health.status
        health.status = .withdrawn
        health.reason = .withdrawn
        health.since = now
        noteChange(of: key, from: memory.downSince.removeValue(forKey: key) == nil ? old : .down, to: health, at: now)
        zones[index].table.update(key.instance, of: service, health)
        let ttl = Duration.seconds(Int64(zones[index].catalog.ttl(of: key.instance)))
        zones[index].tombstones.append(
            ZoneSnapshot.Tombstone(
                instance: key.instance, service: service, withdrawnAt: now, clearsAt: now.advanced(by: ttl)))
        let excess = zones[index].tombstones.count - Self.tombstoneLimit
        if excess > 0 {
            let oldest = Set(zones[index].tombstones.prefix(excess))
            dropTombstones(index) { oldest.contains($0) }
        }
    }

    private static var tombstoneLimit: Int { 10_000 }

    private mutating func replace(_ old: InstanceKey, with new: InstanceKey, at now: Timestamp) {
        let index = Int(old.zone)
        let service = zones[index].catalog.service(of: new.instance)
        let health = zones[index].table[old.instance]
        zones[index].table.remove(old.instance, of: service)
        zones[index].table.insert(new.instance, of: service, health)
        zones[index].trails.move(old.instance, to: new.instance)
        zones[index].peers.move(old.instance, to: new.instance)
        zones[index].holdings.move(old.instance, to: new.instance)
        zones[index].chronicle.move(old.instance, to: new.instance)
        memory.downSince[new] = memory.downSince.removeValue(forKey: old)
        record(.changed(zones[index].catalog.difference(old.instance, new.instance)), new, at: now)
        // The new one is put there first: the endpoint keeps its history.
        place(new, at: now)
        displace(old)
        zones[index].reclaimable.append(old.instance)
    }

    // MARK: - Time

    /// What changes by time alone, once a second.
    mutating func keepHouse(second: Int64, at now: Timestamp, maximumAge: Duration) {
        clearTombstones(at: now)
        commands.probeNow.formUnion(holdings.doubtful(at: now))
        if second % 5 == 0 { reviewAges(at: now) }
        if second % 60 == 0 { noteWatched(at: now, maximumAge: maximumAge) }
    }

    // MARK: - Tombstones

    /// Forgets withdrawn instances that caches have let go of.
    mutating func clearTombstones(at now: Timestamp) {
        for index in zones.indices where zones[index].tombstones.contains(where: { $0.clearsAt <= now }) {
            dropTombstones(index) { $0.clearsAt <= now }
        }
    }

    /// While a replica is behind or silent, it may still hand out what was withdrawn: caches let go a TTL after it has caught
    /// up.
    mutating func postponeTombstones(_ index: Int, at now: Timestamp) {
        for position in zones[index].tombstones.indices {
            let instance = zones[index].tombstones[position].instance
            let ttl = Duration.seconds(Int64(zones[index].catalog.ttl(of: instance)))
            zones[index].tombstones[position].clearsAt = now.advanced(by: ttl)
        }
    }

    private mutating func dropTombstones(_ index: Int, where isDropped: (ZoneSnapshot.Tombstone) -> Bool) {
        let dropped = zones[index].tombstones.filter(isDropped)
        guard !dropped.isEmpty else { return }
        let gone = Set(dropped)
        zones[index].tombstones.removeAll { gone.contains($0) }
        for tombstone in dropped {
            zones[index].table.remove(tombstone.instance, of: tombstone.service)
            zones[index].trails.remove(tombstone.instance)
            zones[index].peers.remove(tombstone.instance)
            zones[index].holdings.remove(tombstone.instance)
            depart(tombstone, index)
            zones[index].reclaimable.append(tombstone.instance)
        }
    }

    private mutating func depart(_ tombstone: ZoneSnapshot.Tombstone, _ index: Int) {
        let periods = zones[index].chronicle[tombstone.instance]
        guard !periods.isEmpty else { return }
        let location = zones[index].catalog.location(of: tombstone.instance)
        zones[index].chronicle.depart(
            DepartedInstance(
                service: tombstone.service, title: zones[index].title(of: tombstone.instance),
                priority: location.priority, weight: location.weight,
                periods: periods + [StatusPeriod(.withdrawn, since: tombstone.withdrawnAt)]), tombstone.instance)
    }
}
