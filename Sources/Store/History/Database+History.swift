import DNSCore
import GRDB
import Glibc
import ServiceCatalog

extension Database {
    /// Writes news of zones that no other process tells of at the time: two that follow one zone see the same.
    func insert(_ news: HistoryNews, by process: pid_t) throws {
        var isTold: [DomainName: Bool] = [:]
        func tells(of zone: DomainName) throws -> Bool {
            if let known = isTold[zone] { return known }
            let claimed = try claim(zone, for: process)
            isTold[zone] = claimed
            return claimed
        }
        for event in news.events where try tells(of: event.zone) { try insert(event) }
        for change in news.changes where try tells(of: change.instance.zone) { try insert(change) }
        try delete(news.gone)
        for (zone, time) in news.watched { try noteWatched(zone, until: time) }
    }

    /// Whoever tells of a zone first goes on to do so until it has been silent for half a minute, or has ended.
    private func claim(_ zone: DomainName, for process: pid_t) throws -> Bool {
        let other = try Int64.fetchOne(
            self, sql: "SELECT process FROM chronicler WHERE zone = ? AND process <> ? AND until > unixepoch()",
            arguments: [zone.description, process])
        if let other = other.flatMap(pid_t.init(exactly:)), other > 0, isRunning(other) { return false }
        try execute(
            sql: "INSERT OR REPLACE INTO chronicler (zone, process, until) VALUES (?, ?, unixepoch() + 30)",
            arguments: [zone.description, process])
        return true
    }

    private func isRunning(_ process: pid_t) -> Bool { kill(process, 0) == 0 || errno == EPERM }

    private func insert(_ event: Event) throws {
        try cachedStatement(
            sql: """
                INSERT INTO event (at, zone, serial, kind, detail, service, instance, reason)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            event.at.nanoseconds, event.zone.description, event.serial.map { Int64($0.rawValue) }, event.kind.name,
            event.kind.detail, event.service.description, event.instance, event.reason.description,
        ])
        guard case .failover(let failover) = event.kind else { return }
        let number = lastInsertedRowID
        for (servers, isAfter) in [(failover.before, false), (failover.after, true)] {
            for (position, server) in servers.enumerated() {
                try cachedStatement(
                    sql: """
                        INSERT INTO failover_server (event, is_after, position, instance, priority, share)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """
                ).execute(arguments: [number, isAfter, position, server.instance, server.priority, server.share])
            }
        }
    }

    private func insert(_ change: StatusChange) throws {
        let instance = change.instance
        let names = [instance.zone.description, instance.owner.description, instance.target.description]
        try cachedStatement(
            sql: """
                INSERT INTO status_change
                  (at, zone, owner, target, port, service, title, previous, status, reason, since)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            change.at.nanoseconds, names[0], names[1], names[2], instance.port, change.service.description,
            change.title,
            change.from.name, change.to.name, change.reason.description, change.since.nanoseconds,
        ])
        if change.to.endsOutage { try delete([instance]) }
        guard change.to.isOutage else { return }
        try cachedStatement(
            sql: """
                INSERT INTO outage (zone, owner, target, port, reason, since) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET reason = excluded.reason, since = excluded.since
                """
        ).execute(arguments: [
            names[0], names[1], names[2], instance.port, change.reason.description, change.since.nanoseconds,
        ])
    }

    private func noteWatched(_ zone: DomainName, until time: Timestamp) throws {
        try execute(
            sql: """
                INSERT INTO watched (zone, until) VALUES (?, ?)
                ON CONFLICT DO UPDATE SET until = max(until, excluded.until)
                """,
            arguments: [zone.description, time.nanoseconds])
    }

    private func delete(_ outages: [InstanceIdentity]) throws {
        let statement = try cachedStatement(
            sql: "DELETE FROM outage WHERE zone = ? AND owner = ? AND target = ? AND port = ?")
        for instance in outages {
            try statement.execute(arguments: [
                instance.zone.description, instance.owner.description, instance.target.description, instance.port,
            ])
        }
    }

    func trim(to limits: HistoryLimits) throws {
        let (age, _) = limits.age.components
        for table in ["event", "status_change"] {
            try execute(
                sql: "DELETE FROM \(table) WHERE number <= (SELECT max(number) FROM \(table)) - ?",
                arguments: [limits.rows])
            // Oldest first, up to the first that is young enough: times go up with numbers, but for clocks set back.
            try execute(
                sql: """
                    DELETE FROM \(table) WHERE number < (
                      SELECT number FROM \(table) WHERE at >= (unixepoch() - ?) * 1000000000 ORDER BY number LIMIT 1)
                    """,
                arguments: [age])
        }
    }

    func trimOutages(to limits: HistoryLimits) throws {
        try execute(
            sql: """
                DELETE FROM outage WHERE since < (
                  SELECT since FROM outage ORDER BY since DESC LIMIT 1 OFFSET ?)
                """,
            arguments: [limits.outages])
    }
}
