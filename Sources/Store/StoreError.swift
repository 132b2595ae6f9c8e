import GRDB

/// Why the store could not be used: which file, what is the matter, what to do.
package struct StoreError: Error, Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        /// Neither `$XDG_STATE_HOME` nor `$HOME` says where it could lie.
        case noPlace
        /// The file, or the folder that it should lie in, may not be used: what the system says.
        case system(String)
        /// The file is no database, or a broken one.
        case damaged
        /// A newer svctop has written it.
        case newer(version: Int, known: Int)
        case diskFull
        /// Another process has held it for longer than one waits.
        case busy
        /// Something in it is not what svctop writes there.
        case unreadable(String)
        /// Anything else, as SQLite says it.
        case other(String)
    }

    package var path: String
    package var cause: Cause

    package init(_ path: String, _ cause: Cause) {
        self.path = path
        self.cause = cause
    }

    /// Whether the file has to be moved aside before anything can be written again.
    package var isBeyondRepair: Bool {
        switch cause {
        case .damaged, .newer: true
        default: false
        }
    }
}

extension StoreError {
    init(_ path: String, _ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(path, Cause(error))
        case let error as StoredRow.Mismatch:
            self.init(path, .unreadable("the \(error.place) is not what svctop writes there"))
        default: self.init(path, .other("\(error)"))
        }
    }
}

extension StoreError.Cause {
    fileprivate init(_ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: self = .damaged
        case .SQLITE_FULL: self = .diskFull
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_AUTH:
            self = .system(error.message ?? "permission denied")
        case .SQLITE_IOERR: self = .system(error.message ?? "input or output failed")
        default: self = .other(error.message ?? "SQLite error \(error.extendedResultCode.rawValue)")
        }
    }
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch cause {
        case .noPlace:
            "there is no place for journal and history: neither XDG_STATE_HOME nor HOME is set"
        case .system(let text): "\(path): \(text)"
        case .damaged:
            "\(path) is damaged, or no file of svctop: `svctop journal --move-aside` keeps it under another name and starts "
                + "a new one"
        case .newer(let version, let known):
            "\(path) was written by a newer svctop (format \(version), this one knows up to \(known)): use that one, or "
                + "`svctop journal --move-aside` to keep it under another name and start a new one"
        case .diskFull: "\(path): no space left on the disk"
        case .busy: "\(path) is held by another process"
        case .unreadable(let what): "\(path): \(what)"
        case .other(let text): "\(path): \(text)"
        }
    }
}
