import DNSCore
import GRDB

extension AuthorityStore {
    package func keys() async throws(AuthorityStoreError) -> [StoredKey] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT name, algorithm, secret, mac_length, role, types, most_records, valid_from, valid_until,
                      hosts
                    FROM key ORDER BY number
                    """
            ).map { try StoredKey(AuthorityRow($0)) }
        }
    }

    /// Adds a key, or writes down anew what one with the same name, algorithm and secret may be used for.
    package func putKey(_ key: StoredKey) async throws(AuthorityStoreError) {
        try await write { database in
            try database.execute(
                sql: """
                    INSERT INTO key
                      (name, algorithm, secret, mac_length, role, types, most_records, valid_from, valid_until, hosts)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET
                      mac_length = excluded.mac_length, role = excluded.role, types = excluded.types,
                      most_records = excluded.most_records, valid_from = excluded.valid_from,
                      valid_until = excluded.valid_until, hosts = excluded.hosts
                    """,
                arguments: [
                    Blob.value(key.name.lowercased.wire), key.key.algorithm.rawValue, Blob.value(key.key.secretBytes),
                    key.key.macLength, key.role.rawValue, key.types.map(text), key.mostRecords,
                    Int64(clamping: key.validFrom), key.validUntil.map { Int64(clamping: $0) },
                    key.hosts.map(\.description).joined(separator: " "),
                ])
        }
    }

    /// - Returns: whether there was such a key.
    @discardableResult
    package func removeKey(_ key: StoredKey) async throws(AuthorityStoreError) -> Bool {
        try await write { database in
            try database.execute(
                sql: "DELETE FROM key WHERE name = ? AND algorithm = ? AND secret = ?",
                arguments: [
                    Blob.value(key.name.lowercased.wire), key.key.algorithm.rawValue, Blob.value(key.key.secretBytes),
                ])
            return database.changesCount > 0
        }
    }

    /// Another number than before says that another process has written to the store: keys, since nobody else writes zones.
    package func dataVersion() async throws(AuthorityStoreError) -> Int {
        try await read { try Int.fetchOne($0, sql: "PRAGMA data_version") ?? 0 }
    }
}

private func text(_ types: [RecordType]) -> String { types.map(\.description).joined(separator: " ") }

extension StoredKey {
    fileprivate init(_ row: AuthorityRow) throws {
        guard let algorithm = TSIGAlgorithm(rawValue: try row.text(1)) else {
            throw AuthorityRow.Mismatch(place: "the algorithm of a key")
        }
        guard let role = Role(rawValue: try row.text(4)) else {
            throw AuthorityRow.Mismatch(place: "the role of a key")
        }
        let types = try row.optionalText(5)?.split(separator: " ").map { word in
            guard let type = RecordType(String(word)) else { throw AuthorityRow.Mismatch(place: "a type of a key") }
            return type
        }
        let hosts = try row.text(9).split(separator: " ").map { word in
            guard let host = try? DomainName(String(word)) else {
                throw AuthorityRow.Mismatch(place: "a host of a key")
            }
            return host
        }
        let key = try TSIGKey(
            name: try row.name(0), algorithm: algorithm, secret: try row.bytes(2), macLength: try row.number(3))
        self.init(
            key, role: role, types: types, hosts: hosts, mostRecords: try row.optionalNumber(6),
            validFrom: try row.number(7), validUntil: try row.optionalNumber(8))
    }
}
