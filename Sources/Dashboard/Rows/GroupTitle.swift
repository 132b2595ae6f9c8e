import DNSCore
import ServiceCatalog

/// What a group's row says that it is.
struct GroupTitle: Hashable, Sendable {
    var name: String
    /// What must not be lost where there is no room for all of the name.
    var suffix = ""

    /// ` priority 65535`
    static let longestPriority = 15
}

extension DashboardState {
    func title(of group: Int) -> GroupTitle {
        let key = arrangement.groups[group].key
        switch arrangement.order.grouping {
        case .service: return GroupTitle(name: name(of: key.service))
        case .tier: return GroupTitle(name: name(of: key.service), suffix: " priority \(key.priority)")
        case .target: return GroupTitle(name: hostName(of: group))
        case .status: return GroupTitle(name: key.status.meaning)
        case .flat: return GroupTitle(name: "")
        }
    }

    /// A service's name: in full where several zones are shown.
    func name(of key: ServiceKey) -> String {
        let catalog = arrangement.basis.zones[key.zone].catalog
        let name = catalog.name(of: key.service)
        return shownZones.count > 1 ? name.withoutFinalDot : name.shown(within: catalog.apex)
    }

    private func hostName(of group: Int) -> String {
        guard let key = arrangement.unorderedMembers(of: group).first else { return "" }
        let catalog = arrangement.basis.zones[key.zone].catalog
        let host = catalog.target(of: key.instance)
        if host.isRoot { return "no host: decidedly not offered" }
        return shownZones.count > 1 ? host.withoutFinalDot : host.shown(within: catalog.apex)
    }
}
