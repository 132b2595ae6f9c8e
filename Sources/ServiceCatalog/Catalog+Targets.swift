import DNSCore

/// Hosts that SRV records point to.
extension Catalog {
    /// The same number however a record spells the name.
    package func targetID(of instance: InstanceID) -> TargetID {
        TargetID(names.folded(rows[instance.row.index].target))
    }

    package func targetID(named name: DomainName) -> TargetID? { names.find(name).map { TargetID($0) } }

    /// The same for one name in every catalog of this process. Another name may have it, too.
    package func hash(of target: TargetID) -> UInt32 { names[target.name].hash }

    package func isSame(_ target: TargetID, as twin: TargetID, in other: Catalog) -> Bool {
        isSame(target.name, twin.name, in: other)
    }

    /// In lower case.
    package func name(of target: TargetID) -> DomainName { names.name(target.name) }
}
