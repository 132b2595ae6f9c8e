import GRDB

/// The tables, version by version. What has been released is never changed: a new version is added.
///
/// Names and data are kept as they go on the wire. `owner` is in lower case, `written` as it was registered.
enum AuthoritySchema {
    /// Tells the file from another program's: "svca".
    private static let applicationID = 0x7376_6361

    private static let versions = [
        """
        CREATE TABLE zone (
          number INTEGER PRIMARY KEY,
          apex BLOB NOT NULL UNIQUE,
          written BLOB NOT NULL,
          lease_serial INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE rrset (
          zone INTEGER NOT NULL REFERENCES zone ON DELETE CASCADE,
          owner BLOB NOT NULL,
          type INTEGER NOT NULL,
          written BLOB,
          ttl INTEGER NOT NULL,
          data BLOB NOT NULL,
          PRIMARY KEY (zone, owner, type)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE change (
          zone INTEGER NOT NULL REFERENCES zone ON DELETE CASCADE,
          number INTEGER NOT NULL,
          old_serial INTEGER NOT NULL,
          new_serial INTEGER NOT NULL,
          deletions BLOB NOT NULL,
          additions BLOB NOT NULL,
          PRIMARY KEY (zone, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE lease (
          zone INTEGER NOT NULL REFERENCES zone ON DELETE CASCADE,
          number INTEGER NOT NULL,
          owner BLOB NOT NULL,
          type INTEGER NOT NULL,
          data BLOB NOT NULL,
          expires INTEGER NOT NULL,
          granted INTEGER NOT NULL,
          key BLOB,
          PRIMARY KEY (zone, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE key (
          number INTEGER PRIMARY KEY,
          name BLOB NOT NULL,
          algorithm TEXT NOT NULL,
          secret BLOB NOT NULL,
          mac_length INTEGER NOT NULL,
          role TEXT NOT NULL,
          types TEXT,
          most_records INTEGER,
          valid_from INTEGER NOT NULL,
          valid_until INTEGER,
          UNIQUE (name, algorithm, secret)
        ) STRICT;
        """,
        "ALTER TABLE key ADD COLUMN hosts TEXT NOT NULL DEFAULT ''",
    ]

    /// Brings the file up to what this program knows. Does not write where there is nothing to do.
    static func migrate(_ database: Database) throws {
        guard try version(database) < versions.count else { return }
        // Another process may do the same: who has the lock looks again.
        try database.inTransaction(.immediate) {
            for version in try version(database)..<versions.count { try database.execute(sql: versions[version]) }
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(versions.count)")
            return .commit
        }
    }

    private static func version(_ database: Database) throws -> Int {
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard version <= versions.count else {
            throw AuthorityStoreError.Cause.newer(version: version, known: versions.count)
        }
        let identity = try Int.fetchOne(database, sql: "PRAGMA application_id")
        let isEmpty = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
        guard version > 0 ? identity == applicationID : version == 0 && isEmpty else {
            throw AuthorityStoreError.Cause.damaged("it is no store of svctop")
        }
        return version
    }
}
