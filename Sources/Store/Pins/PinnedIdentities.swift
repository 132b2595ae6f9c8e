import DNSCore
import GRDB
import Glibc
import ServiceCatalog

/// Whom the admin has looked at and found to be right, instance by instance.
package struct PinnedIdentities: Sendable {
    private let file: StoreFile
    private let queue: DatabaseQueue

    package init(_ file: StoreFile) throws(StoreError) {
        self.file = file
        queue = try file.connect(.full)
    }

    /// Nothing where there is no file yet; none is made.
    package static func all(in file: StoreFile) throws(StoreError) -> [InstanceIdentity: Identity] {
        guard access(file.path, F_OK) == 0 else { return [:] }
        return try PinnedIdentities(file).all()
    }

    package func all() throws(StoreError) -> [InstanceIdentity: Identity] {
        do {
            return try queue.read { database in
                let rows = try Row.fetchAll(database, sql: "SELECT * FROM pinned_identity").map(StoredRow.init)
                return Dictionary(try rows.map { (try $0.instance(), try $0.identity()) }) { $1 }
            }
        } catch {
            throw StoreError(file.path, error)
        }
    }

    /// - Parameter identity: nil to let go of what was pinned.
    package func set(_ identity: Identity?, of instance: InstanceIdentity, at time: Timestamp) throws(StoreError) {
        let names = [instance.zone.description, instance.owner.description, instance.target.description]
        do {
            try queue.write { database in
                try database.execute(
                    sql: "DELETE FROM pinned_identity WHERE zone = ? AND owner = ? AND target = ? AND port = ?",
                    arguments: [names[0], names[1], names[2], instance.port])
                guard let identity, !identity.isEmpty else { return }
                try database.execute(
                    sql: """
                        INSERT INTO pinned_identity (zone, owner, target, port, users, pins, at)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        names[0], names[1], names[2], instance.port,
                        identity.users.sorted().map { "\($0)" }.joined(separator: " "),
                        identity.pins.map(\.description).sorted().joined(separator: " "), time.nanoseconds,
                    ])
            }
        } catch {
            throw StoreError(file.path, error)
        }
    }
}

extension StoredRow {
    /// What of it makes no sense is an error: an identity that asks for less than it did would let strangers pass.
    fileprivate func identity() throws(Mismatch) -> Identity {
        let users = try text("users").split(separator: " ")
        let pins = try text("pins").split(separator: " ")
        let identity = Identity(
            users: Set(users.compactMap { UInt32($0) }), pins: Set(pins.compactMap { CertificatePin(String($0)) }))
        guard identity.users.count == users.count, identity.pins.count == pins.count, !identity.isEmpty else {
            throw Mismatch(place: "pinned identity of \(try text("owner"))")
        }
        return identity
    }
}
