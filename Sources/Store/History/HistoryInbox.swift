import ServiceCatalog

/// News on their way to the disk, bounded.
struct HistoryInbox: Sendable {
    private var news = HistoryNews()
    /// What there was no room for, since the start.
    private(set) var dropped = 0
    /// Whether somebody is about to take them.
    var isAwaited = false

    /// - Parameter limit: so many of each kind.
    mutating func add(_ more: HistoryNews, limit: Int) {
        dropped += Self.add(more.events, to: &news.events, limit)
        dropped += Self.add(more.changes, to: &news.changes, limit)
        dropped += Self.add(more.gone, to: &news.gone, limit)
        news.watched.merge(more.watched) { max($0, $1) }
    }

    private static func add<Element>(_ more: [Element], to list: inout [Element], _ limit: Int) -> Int {
        let room = more.prefix(max(0, limit - list.count))
        list += room
        return more.count - room.count
    }

    mutating func take() -> HistoryNews {
        isAwaited = false
        defer { news = HistoryNews() }
        return news
    }
}
