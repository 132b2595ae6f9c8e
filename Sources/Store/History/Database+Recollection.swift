import DNSCore
import GRDB
import ServiceCatalog

/// Rows that are not what svctop writes are passed over: the rest is still of use.
extension Database {
    /// Oldest first.
    func events(_ query: HistoryQuery) throws -> [Event] {
        var conditions = ["1"]
        var arguments = StatementArguments()
        if !query.zones.isEmpty {
            conditions.append("zone IN (\(databaseQuestionMarks(count: query.zones.count)))")
            arguments += StatementArguments(query.zones.map(\.description))
        }
        if let since = query.since {
            conditions.append("at >= ?")
            arguments += [since.nanoseconds]
        }
        var events: [Event] = []
        let rows = try Row.fetchCursor(
            self, sql: "SELECT * FROM event WHERE \(conditions.joined(separator: " AND ")) ORDER BY number DESC",
            arguments: arguments)
        while events.count < query.limit, let row = try rows.next() {
            guard let event = try? event(StoredRow(row)) else { continue }
            if query.includes(event) { events.append(event) }
        }
        return events.reversed()
    }

    private func event(_ row: StoredRow) throws -> Event {
        Event(
            at: try row.time("at"), zone: try row.name("zone"), serial: try row.serial("serial"), kind: try kind(row),
            service: try row.name("service"), instance: try row.text("instance"), reason: try row.reason("reason"))
    }

    private func kind(_ row: StoredRow) throws -> Event.Kind {
        switch try row.text("kind") {
        case "registered": .registered
        case "changed": .changed(try row.optionalText("detail") ?? "")
        case "withdrawn": .withdrawn
        case "suspect": .suspect
        case "down": .down
        case "impostor": .impostor(try row.optionalText("detail") ?? "")
        case "recovered": .recovered
        case "started": .started(try row.optionalText("detail") ?? "")
        case "stopped": .stopped(try row.optionalText("detail") ?? "")
        case "failed": .startFailed(try row.optionalText("detail") ?? "")
        case "suspended": .suspended(try row.optionalText("detail") ?? "")
        case "failover": .failover(try failover(try row.integer("number")))
        default: throw StoredRow.Mismatch(place: "kind")
        }
    }

    private func failover(_ event: Int64) throws -> Failover {
        var failover = Failover(before: [], after: [])
        let rows = try cachedStatement(
            sql: "SELECT * FROM failover_server WHERE event = ? ORDER BY is_after, position")
        for row in try Row.fetchAll(rows, arguments: [event]).map(StoredRow.init) {
            let server = Failover.Server(
                instance: try row.text("instance"), priority: try row.number("priority"),
                share: try row.fraction("share"))
            if try row.truth("is_after") { failover.after.append(server) } else { failover.before.append(server) }
        }
        return failover
    }

    /// The latest, oldest first.
    func changes(of zones: [DomainName], limit: Int) throws -> [StatusChange] {
        try rows(
            "SELECT * FROM status_change WHERE zone IN (\(databaseQuestionMarks(count: zones.count)))"
                + " ORDER BY number DESC LIMIT \(limit)", of: zones
        ).reversed().compactMap { try? StatusChange($0) }
    }

    func outages(of zones: [DomainName]) throws -> [Outage] {
        try rows("SELECT * FROM outage WHERE zone IN (\(databaseQuestionMarks(count: zones.count)))", of: zones)
            .compactMap { try? Outage($0) }
    }

    func watched(_ zones: [DomainName]) throws -> [DomainName: Timestamp] {
        var watched: [DomainName: Timestamp] = [:]
        for row in try rows(
            "SELECT * FROM watched WHERE zone IN (\(databaseQuestionMarks(count: zones.count)))", of: zones)
        {
            if let zone = try? row.name("zone"), let until = try? row.time("until") { watched[zone] = until }
        }
        return watched
    }

    private func rows(_ query: String, of zones: [DomainName]) throws -> [StoredRow] {
        try Row.fetchAll(self, sql: query, arguments: StatementArguments(zones.map(\.description))).map(StoredRow.init)
    }
}

extension HistoryQuery {
    fileprivate func includes(_ event: Event) -> Bool {
        guard let service else { return true }
        return event.instance == service
            || DomainName.readings(of: service, in: event.zone).contains { event.service.isEqualOrBelow($0) }
    }
}

extension Outage {
    fileprivate init(_ row: StoredRow) throws(StoredRow.Mismatch) {
        self.init(try row.instance(), reason: try row.reason("reason"), since: try row.time("since"))
    }
}

extension StatusChange {
    fileprivate init(_ row: StoredRow) throws(StoredRow.Mismatch) {
        self.init(
            at: try row.time("at"), instance: try row.instance(), service: try row.name("service"),
            title: try row.text("title"), from: try row.status("previous"), to: try row.status("status"),
            reason: try row.reason("reason"), since: try row.time("since"))
    }
}
