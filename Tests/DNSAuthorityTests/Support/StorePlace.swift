import DNSCore
import Glibc
import PeerServers
import Synchronization
import Testing

@testable import DNSAuthority

/// A folder for a store that is gone after the test, and a clock that stands still until it is set.
final class StorePlace: Sendable {
    let folder: TemporaryFolder
    let clock = Mutex<UInt64>(1_000_000)
    let announced = Mutex<[String]>([])
    let registry = ZoneRegistry()

    init() throws { folder = try TemporaryFolder() }

    var path: String { "\(folder.path)/store" }
    var database: String { "\(path)/authority.db" }

    func open(_ use: AuthorityStore.Use = .serving) throws(AuthorityStoreError) -> AuthorityStore {
        try AuthorityStore(path, for: use)
    }

    /// A queue on the store, which serves `z.test`.
    func queue(_ store: AuthorityStore? = nil, settings: UpdateSettings = UpdateSettings()) async throws -> UpdateQueue
    {
        let queue = try await UpdateQueue(
            try store ?? open(), publishingTo: registry, settings: settings, now: { self.clock.withLock { $0 } },
            changed: { apex, serial in self.announced.withLock { $0.append("\(apex) \(serial)") } })
        if registry[name("z.test")] == nil {
            #expect(await queue.create(try TestZone().contents).code == .noError)
        }
        return queue
    }

    var zone: Zone {
        get throws { try #require(registry[name("z.test")]) }
    }

    var leaseZone: Zone {
        get throws { try #require(registry[name("_lease.z.test")]) }
    }

    var announcements: [String] { announced.withLock { $0 } }

    func advance(_ seconds: UInt64) { clock.withLock { $0 += seconds } }

    /// What sqlite3(1) prints.
    func sqlite(_ command: String) async throws -> String {
        try await Tool.run("sqlite3", [database, command]).output
    }

    func problem(_ use: AuthorityStore.Use = .serving) -> AuthorityStoreError? {
        do throws(AuthorityStoreError) {
            _ = try open(use)
            return nil
        } catch {
            return error
        }
    }

    func overwrite(_ text: String, at offset: Int = 0, truncating: Bool = true) throws {
        let descriptor = Glibc.open(database, O_WRONLY | (truncating ? O_TRUNC : 0))
        defer { close(descriptor) }
        try #require(descriptor >= 0 && pwrite(descriptor, text, text.utf8.count, offset) == text.utf8.count)
    }
}

extension UpdateQueue {
    /// In the words of nsupdate, in `z.test`.
    func update(
        _ lines: String..., permission: UpdatePermission = .everything, key: String? = nil, lease: LeaseOption? = nil
    ) async throws -> UpdateAnswer {
        await submit(
            try UpdateRequest(lines: lines, zone: name("z.test")), permission: permission, key: key.map { name($0) },
            lease: lease)
    }
}
