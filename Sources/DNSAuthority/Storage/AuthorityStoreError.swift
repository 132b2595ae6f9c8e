import GRDB

/// Why the store could not be used: which folder, what is the matter, what to do.
package struct AuthorityStoreError: Error, Hashable, Sendable {
    package enum Cause: Error, Hashable, Sendable {
        /// A file or folder may not be used: what the system says.
        case system(String)
        /// There was a store in the folder, and it is gone.
        case missing
        /// The file is no store, or a broken one: what is wrong.
        case damaged(String)
        /// A newer svctop has written it.
        case newer(version: Int, known: Int)
        /// Another server runs on it.
        case inUse
        case diskFull
        /// Another process has held it for longer than one waits.
        case busy
        case zoneExists(String)
        case noZone(String)
        /// Anything else, as SQLite says it.
        case other(String)
    }

    package var folder: String
    package var cause: Cause

    package init(_ folder: String, _ cause: Cause) {
        self.folder = folder
        self.cause = cause
    }

    init(_ folder: String, _ error: any Error) {
        switch error {
        case let error as AuthorityStoreError: self = error
        case let cause as Cause: self.init(folder, cause)
        case let error as DatabaseError: self.init(folder, Cause(error))
        case let error as AuthorityRow.Mismatch:
            self.init(folder, .damaged("\(error.place) is not what svctop writes there"))
        default: self.init(folder, .other("\(error)"))
        }
    }
}

extension AuthorityStoreError.Cause {
    fileprivate init(_ error: DatabaseError) {
        let text = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: self = .damaged(text)
        case .SQLITE_FULL: self = .diskFull
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_AUTH, .SQLITE_IOERR: self = .system(text)
        default: self = .other(text)
        }
    }
}

extension AuthorityStoreError: CustomStringConvertible {
    package var description: String {
        switch cause {
        case .system(let text), .other(let text): "\(file): \(text)"
        case .missing:
            "\(file) is missing, and there was one: restore it from a copy; or, to begin with empty zones, delete "
                + "\(folder)/\(AuthorityFolder.markerName)"
        case .damaged(let what): "\(file) is damaged (\(what)): restore it from a copy, or \(wayOut)"
        case .newer(let version, let known):
            "\(file) was written by a newer svctop (format \(version), this one knows up to \(known)): use that one, or "
                + wayOut
        case .inUse: "\(folder) is in use by another svctop serve"
        case .diskFull: "\(file): no space left on the disk"
        case .busy: "\(file) is held by another process"
        case .zoneExists(let zone): "\(zone) is in \(folder) already"
        case .noZone(let zone): "\(zone) is not in \(folder)"
        }
    }

    private var file: String { "\(folder)/\(AuthorityFolder.databaseName)" }

    private var wayOut: String { "`mv '\(folder)' '\(folder).aside'` to keep it and begin with empty zones" }
}
