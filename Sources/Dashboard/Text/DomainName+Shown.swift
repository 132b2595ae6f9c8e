import DNSCore
import ServiceCatalog

extension DomainName {
    /// The part before the zone's own name; all of it, without the final dot, for a name elsewhere.
    func shown(within apex: DomainName) -> String {
        isEqualOrBelow(apex) && !apex.isRoot ? description(relativeTo: apex) : withoutFinalDot
    }
}

extension Catalog {
    /// What to call an instance in a row: the DNS-SD label, or `host:port`.
    func title(of instance: InstanceID) -> String {
        if isBrowsed(instance) {
            var labels = owner(of: instance).labels
            if let label = labels.next() { return String(decoding: label, as: UTF8.self) }
        }
        return targetAndPort(of: instance)
    }

    func targetAndPort(of instance: InstanceID) -> String {
        let target = target(of: instance)
        return target.isRoot ? "." : "\(target.shown(within: apex)):\(location(of: instance).port)"
    }
}

extension String {
    /// Of a name that comes as text.
    var withoutFinalDot: String { count > 1 && hasSuffix(".") ? String(dropLast()) : self }
}
