/// What the rows lie under.
package enum Grouping: String, CaseIterable, Sendable {
    case service
    /// The instances of a service with the same priority: those that clients choose among.
    case tier
    case target
    case status
    /// One list, without rows for groups.
    case flat

    var hasHeaders: Bool { self != .flat }

    /// Whether a group's members are all of one service, which its row names.
    var isByService: Bool { self == .service || self == .tier }

    var next: Grouping {
        let all = Self.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }

    /// What the screen says when it is chosen.
    var announcement: String {
        switch self {
        case .service: "Grouped by service"
        case .tier: "Grouped by tier: a service's instances of one priority"
        case .target: "Grouped by target host"
        case .status: "Grouped by status"
        case .flat: "Not grouped: one list"
        }
    }
}
