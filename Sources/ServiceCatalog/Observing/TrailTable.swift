import DNSCore

/// The latest probes of a zone's instances, one trail for each address that has been probed: as many as there is room for.
package struct TrailTable: Sendable {
    /// Beyond so many instances of a zone the others have no trail: 16 MB at the most.
    package static let mostInstances = 1 << 16
    /// Addresses of one instance.
    private static let mostAddresses = 16

    private var trails = InstanceLists<ProbeTrail>()

    package init() {}

    package subscript(instance: InstanceID) -> [ProbeTrail] { trails[instance] }

    package mutating func note(
        _ observation: Observation, verdict: Verdict, since: Timestamp, at address: IPAddress, of instance: InstanceID
    ) {
        guard !trails.isFull(for: instance, limit: Self.mostInstances) else { return }
        trails.change(instance) { trails in
            var index = trails.firstIndex { $0.address == address } ?? trails.count
            if index == trails.count {
                guard index < Self.mostAddresses else { return }
                trails.append(ProbeTrail(address))
                index = trails.count - 1
            }
            trails[index].note(observation, verdict: verdict, since: since)
        }
    }

    /// Forgets the addresses at which an instance does not lie any more.
    package mutating func keep(_ addresses: [IPAddress], of instance: InstanceID) {
        guard trails[instance].contains(where: { !addresses.contains($0.address) }) else { return }
        trails.change(instance) { $0.removeAll { !addresses.contains($0.address) } }
    }

    package mutating func remove(_ instance: InstanceID) { trails.remove(instance) }

    package mutating func move(_ old: InstanceID, to new: InstanceID) { trails.move(old, to: new) }
}
