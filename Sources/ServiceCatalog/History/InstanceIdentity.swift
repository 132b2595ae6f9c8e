import DNSCore

/// An instance as it is known from one start to the next: by what its SRV record says. Priority, weight and TTL may change.
package struct InstanceIdentity: Hashable, Sendable {
    package var zone: DomainName
    /// The SRV record's own name.
    package var owner: DomainName
    package var target: DomainName
    package var port: UInt16

    package init(zone: DomainName, owner: DomainName, target: DomainName, port: UInt16) {
        self.zone = zone
        self.owner = owner
        self.target = target
        self.port = port
    }
}

extension Catalog {
    package func identity(of instance: InstanceID) -> InstanceIdentity {
        InstanceIdentity(
            zone: apex, owner: owner(of: instance), target: target(of: instance), port: location(of: instance).port)
    }

    /// The instances that stand behind identities, each owner's records gone through once: a name may have a million.
    package func instances(_ identities: some Sequence<InstanceIdentity>) -> [InstanceIdentity: InstanceID] {
        var wanted: [DomainName: Set<InstanceIdentity>] = [:]
        for identity in identities where identity.zone == apex { wanted[identity.owner, default: []].insert(identity) }
        var found: [InstanceIdentity: InstanceID] = [:]
        for (owner, identities) in wanted {
            guard let name = names.find(owner) else { continue }
            forEachRecord(at: names.folded(name), .srv) { row in
                let instance = InstanceID(row)
                let identity = identity(of: instance)
                if identities.contains(identity) { found[identity] = instance }
            }
        }
        return found
    }
}
