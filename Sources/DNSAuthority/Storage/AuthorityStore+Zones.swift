import DNSCore
import GRDB

extension AuthorityStore {
    /// Everything that is served.
    package func zones() async throws(AuthorityStoreError) -> [StoredZone] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT number, written, lease_serial FROM zone ORDER BY number").map {
                let row = AuthorityRow($0)
                let number: Int64 = try row.number(0)
                let zone = try database.zone(number, apex: try row.name(1))
                return StoredZone(
                    zone: zone, leases: try database.leases(of: number), leaseSerial: try row.serial(2))
            }
        }
    }

    /// - Precondition: the zone has an SOA.
    package func createZone(_ contents: ZoneContents) async throws(AuthorityStoreError) {
        try await write { database in
            guard try database.zoneNumber(contents.apex) == nil else {
                throw AuthorityStoreError.Cause.zoneExists("\(contents.apex)")
            }
            try database.execute(
                sql: "INSERT INTO zone (apex, written, lease_serial) VALUES (?, ?, 1)",
                arguments: [Blob.value(contents.apex.lowercased.wire), Blob.value(contents.apex.wire)])
            let number = database.lastInsertedRowID
            try contents.forEachName { name, rrsets in
                for rrset in rrsets { try database.put(rrset, at: name, in: number) }
            }
        }
    }

    package func dropZone(_ apex: DomainName) async throws(AuthorityStoreError) {
        try await write { database in
            guard let number = try database.zoneNumber(apex) else {
                throw AuthorityStoreError.Cause.noZone("\(apex)")
            }
            try database.execute(sql: "DELETE FROM zone WHERE number = ?", arguments: [number])
        }
    }

    /// Writes all of it or nothing, and comes back when it is on disk.
    package func commit(_ commits: [ZoneCommit]) async throws(AuthorityStoreError) {
        try await write { database in for commit in commits { try database.write(commit) } }
    }
}

// MARK: - Reading

extension Database {
    fileprivate func zone(_ number: Int64, apex: DomainName) throws -> Zone {
        var contents = ZoneContents(apex: apex)
        let rows = try Row.fetchCursor(
            self, sql: "SELECT coalesce(written, owner), type, ttl, data FROM rrset WHERE zone = ?",
            arguments: [number])
        while let row = try rows.next().map(AuthorityRow.init) {
            let name = try row.name(0)
            guard let rrset = RRset(try row.type(1), ttl: try row.number(2), packed: try row.bytes(3)),
                name.isEqualOrBelow(apex)
            else { throw AuthorityRow.Mismatch(place: "an RRset of \(apex)") }
            contents.put(rrset, at: name)
        }
        guard let serial = contents.serial else { throw AuthorityRow.Mismatch(place: "the SOA of \(apex)") }
        let history = try history(of: number)
        guard history.newest ?? serial == serial else { throw AuthorityRow.Mismatch(place: "the history of \(apex)") }
        return Zone(contents, history: history)
    }

    private func history(of number: Int64) throws -> ZoneHistory {
        var history = ZoneHistory()
        let rows = try Row.fetchCursor(
            self, sql: "SELECT old_serial, new_serial, deletions, additions FROM change WHERE zone = ? ORDER BY number",
            arguments: [number])
        while let row = try rows.next().map(AuthorityRow.init) {
            history.append(
                ZoneChange(
                    from: try row.serial(0), to: try row.serial(1), deletions: try row.records(2),
                    additions: try row.records(3)))
        }
        return history
    }

    fileprivate func leases(of number: Int64) throws -> [Lease] {
        try Row.fetchAll(
            self, sql: "SELECT number, owner, type, data, expires, granted, key FROM lease WHERE zone = ?",
            arguments: [number]
        ).map {
            let row = AuthorityRow($0)
            let bytes = try row.bytes(3)
            var reader = WireReader(bytes.span)
            guard let data = try? RecordData(type: try row.type(2), reader: &reader) else {
                throw AuthorityRow.Mismatch(place: "a lease")
            }
            return Lease(
                number: try row.number(0), owner: try row.name(1), data: data, expires: try row.number(4),
                granted: try row.number(5), key: try row.optionalName(6))
        }
    }
}

// MARK: - Writing

extension Database {
    fileprivate func zoneNumber(_ apex: DomainName) throws -> Int64? {
        try Int64.fetchOne(
            cachedStatement(sql: "SELECT number FROM zone WHERE apex = ?"),
            arguments: [Blob.value(apex.lowercased.wire)])
    }

    fileprivate func put(_ rrset: RRset, at owner: DomainName, in zone: Int64) throws {
        let canonical = owner.lowercased
        try cachedStatement(
            sql: "INSERT OR REPLACE INTO rrset (zone, owner, type, written, ttl, data) VALUES (?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            zone, Blob.value(canonical.wire), rrset.type.rawValue,
            owner.wire == canonical.wire ? nil : Blob.value(owner.wire), rrset.ttl, Blob.value(rrset.packed),
        ])
    }

    fileprivate func write(_ commit: ZoneCommit) throws {
        guard let zone = try zoneNumber(commit.apex) else { throw AuthorityStoreError.Cause.noZone("\(commit.apex)") }
        for (key, rrset) in commit.rrsets {
            if let rrset {
                try put(rrset, at: key.owner, in: zone)
            } else {
                try cachedStatement(sql: "DELETE FROM rrset WHERE zone = ? AND owner = ? AND type = ?")
                    .execute(arguments: [zone, Blob.value(key.owner.lowercased.wire), key.type.rawValue])
            }
        }
        for change in commit.changes { try insert(change, of: zone) }
        if !commit.changes.isEmpty { try trimHistory(of: zone, to: commit.historyCount) }
        for (number, lease) in commit.leases { try write(lease, number, of: zone) }
        if !commit.leases.isEmpty {
            try cachedStatement(sql: "UPDATE zone SET lease_serial = ? WHERE number = ?")
                .execute(arguments: [commit.leaseSerial.rawValue, zone])
        }
    }

    private func insert(_ change: ZoneChange, of zone: Int64) throws {
        try cachedStatement(
            sql: """
                INSERT INTO change (zone, number, old_serial, new_serial, deletions, additions)
                VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM change WHERE zone = ?1), ?2, ?3, ?4, ?5)
                """
        ).execute(arguments: [
            zone, change.from.rawValue, change.to.rawValue, Blob.value(try RecordList.encode(change.deletions)),
            Blob.value(try RecordList.encode(change.additions)),
        ])
    }

    private func trimHistory(of zone: Int64, to count: Int) throws {
        try cachedStatement(
            sql: """
                DELETE FROM change WHERE zone = ?1 AND number <= (SELECT max(number) FROM change WHERE zone = ?1) - ?2
                """
        ).execute(arguments: [zone, count])
    }

    private func write(_ lease: Lease?, _ number: Int64, of zone: Int64) throws {
        guard let lease else {
            try cachedStatement(sql: "DELETE FROM lease WHERE zone = ? AND number = ?").execute(arguments: [
                zone, number,
            ])
            return
        }
        try cachedStatement(
            sql: """
                INSERT OR REPLACE INTO lease (zone, number, owner, type, data, expires, granted, key)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            zone, number, Blob.value(lease.owner.wire), lease.data.type.rawValue, Blob.value(try lease.data.encoded()),
            Int64(clamping: lease.expires), lease.granted, lease.key.map { Blob.value($0.wire) },
        ])
    }
}
