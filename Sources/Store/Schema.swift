import GRDB

/// The tables, version by version. What has been released is never changed: a new version is added.
enum Schema {
    private static let versions = [
        """
        CREATE TABLE journal (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          at INTEGER NOT NULL,
          action TEXT NOT NULL,
          argument INTEGER,
          user TEXT NOT NULL,
          reverses INTEGER,
          state TEXT NOT NULL,
          text TEXT NOT NULL,
          serial INTEGER,
          updates_done INTEGER NOT NULL,
          settled_at INTEGER,
          reversed_by INTEGER
        ) STRICT;
        CREATE TABLE journal_line (
          entry INTEGER NOT NULL REFERENCES journal ON DELETE CASCADE,
          position INTEGER NOT NULL,
          zone TEXT NOT NULL,
          service TEXT NOT NULL,
          title TEXT NOT NULL,
          record TEXT NOT NULL,
          status TEXT NOT NULL,
          share_before REAL,
          share_after REAL,
          is_last_serving INTEGER NOT NULL,
          PRIMARY KEY (entry, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE journal_update (
          entry INTEGER NOT NULL REFERENCES journal ON DELETE CASCADE,
          position INTEGER NOT NULL,
          server TEXT NOT NULL,
          key TEXT,
          message BLOB NOT NULL,
          text TEXT NOT NULL,
          inverse BLOB NOT NULL,
          inverse_text TEXT NOT NULL,
          PRIMARY KEY (entry, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE event (
          number INTEGER PRIMARY KEY,
          at INTEGER NOT NULL,
          zone TEXT NOT NULL COLLATE NOCASE,
          serial INTEGER,
          kind TEXT NOT NULL,
          detail TEXT,
          service TEXT NOT NULL COLLATE NOCASE,
          instance TEXT NOT NULL,
          reason TEXT NOT NULL
        ) STRICT;
        CREATE TABLE failover_server (
          event INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
          is_after INTEGER NOT NULL,
          position INTEGER NOT NULL,
          instance TEXT NOT NULL,
          priority INTEGER NOT NULL,
          share REAL NOT NULL,
          PRIMARY KEY (event, is_after, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE status_change (
          number INTEGER PRIMARY KEY,
          at INTEGER NOT NULL,
          zone TEXT NOT NULL COLLATE NOCASE,
          owner TEXT NOT NULL COLLATE NOCASE,
          target TEXT NOT NULL COLLATE NOCASE,
          port INTEGER NOT NULL,
          service TEXT NOT NULL COLLATE NOCASE,
          title TEXT NOT NULL,
          previous TEXT NOT NULL,
          status TEXT NOT NULL,
          reason TEXT NOT NULL,
          since INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE outage (
          zone TEXT NOT NULL COLLATE NOCASE,
          owner TEXT NOT NULL COLLATE NOCASE,
          target TEXT NOT NULL COLLATE NOCASE,
          port INTEGER NOT NULL,
          reason TEXT NOT NULL,
          since INTEGER NOT NULL,
          PRIMARY KEY (zone, owner, target, port)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE watched (
          zone TEXT PRIMARY KEY COLLATE NOCASE,
          until INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE chronicler (
          zone TEXT PRIMARY KEY COLLATE NOCASE,
          process INTEGER NOT NULL,
          until INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TABLE pinned_identity (
          zone TEXT NOT NULL COLLATE NOCASE,
          owner TEXT NOT NULL COLLATE NOCASE,
          target TEXT NOT NULL COLLATE NOCASE,
          port INTEGER NOT NULL,
          users TEXT NOT NULL,
          pins TEXT NOT NULL,
          at INTEGER NOT NULL,
          PRIMARY KEY (zone, owner, target, port)
        ) STRICT, WITHOUT ROWID;
        """,
    ]

    /// Brings the file up to what this program knows. Does not write where there is nothing to do.
    static func migrate(_ database: Database, path: String) throws {
        guard try version(database, path) < versions.count else { return }
        // Another process may do the same: who has the lock looks again.
        try database.inTransaction(.immediate) {
            for version in try version(database, path)..<versions.count {
                try database.execute(sql: versions[version])
            }
            try database.execute(sql: "PRAGMA user_version = \(versions.count)")
            return .commit
        }
    }

    private static func version(_ database: Database, _ path: String) throws -> Int {
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard version <= versions.count else {
            throw StoreError(path, .newer(version: version, known: versions.count))
        }
        guard version >= 0 else { throw StoreError(path, .damaged) }
        if version == 0, try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") != 0 {
            throw StoreError(path, .damaged)
        }
        return version
    }
}
