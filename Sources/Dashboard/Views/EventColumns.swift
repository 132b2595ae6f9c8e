import ServiceCatalog

/// How a line that tells an event is divided: the same for every event, so that words of a kind stand below one another.
struct EventColumns: Hashable, Sendable {
    /// Widths; the text has what is left.
    private(set) var service: Int
    private(set) var instance: Int
    private(set) var gap: Int
    private(set) var hasDate: Bool
    /// Whether services are told in full, since several zones are shown.
    private(set) var isAbsolute: Bool

    static let textStart = 25
    private static let narrow = 76
    private static let dateWidth = 11

    init(width: Int, isDated: Bool = false, _ state: DashboardState) {
        hasDate = isDated && width >= 100
        isAbsolute = state.shownZones.count > 1
        gap = width < Self.narrow ? 1 : 2
        let zone = isAbsolute && !state.arrangement.order.grouping.isByService ? state.widths.zone + 1 : 0
        service = max(10, state.widths.service + zone)
        instance = max(10, state.widths.instance)
        let leastText = width < Self.narrow ? 12 : 18
        let room = max(8, width - start - 2 * gap - leastText - 1)
        guard service + instance > room else { return }
        instance = min(instance, max(room - service, room / 2))
        service = room - instance
    }

    /// Columns before the time of day.
    var left: Int { hasDate ? Self.dateWidth : 0 }
    var start: Int { left + Self.textStart }
}
