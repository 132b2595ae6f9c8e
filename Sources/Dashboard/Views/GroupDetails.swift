import ServiceCatalog
import Terminal

/// A group that is no service: what lies on a host, or has the same status.
struct GroupDetails: Details {
    let title: String
    let note: String
    private let statuses: String
    private let members: [String]
    private let more: Int

    private static let mostMembers = 40

    init(state: DashboardState, group: Int) {
        let standing = state.standing(of: group)
        let isByStatus = state.arrangement.order.grouping == .status
        title = isByStatus ? state.arrangement.groups[group].key.status.name : state.title(of: group).name
        note = standing.proportion
        statuses = standing.counts.map { "\(Numbers.grouped($0.count)) \($0.status)" }.joined(separator: ", ")
        let all = state.arrangement.members(of: group)
        members = all.prefix(Self.mostMembers).map { key in
            let zone = state.zone(showing: key)
            let service = state.name(of: state.arrangement.service(of: key))
            let status = isByStatus ? "" : " (\(zone.shownHealth(of: key.instance, at: state.shownAt).status))"
            return "\(zone.catalog.title(of: key.instance)) of \(service)\(status)"
        }
        more = all.count - members.count
    }

    func facts(_ canvas: inout Canvas) -> [Fact] {
        let theme = canvas.theme
        let rest = more > 0 ? ", and \(Numbers.grouped(more)) more" : ""
        return [
            Fact("status", statuses, theme[.text], mostLines: 2),
            Fact("members", members.joined(separator: ", ") + rest, theme[.text], mostLines: 20),
        ]
    }
}
