import DNSCore
import GRDB
import Glibc
import PeerServers
import ServiceCatalog
import Testing

@testable import Store

@Suite("Pinned identities are kept") struct PinnedIdentitiesTests {
    private let folder: TemporaryFolder
    private var file: StoreFile { StoreFile("\(folder.path)/svctop.db") }
    private let now = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

    init() throws { folder = try TemporaryFolder() }

    private func instance(_ port: UInt16) throws -> InstanceIdentity {
        InstanceIdentity(
            zone: try DomainName("svc.test."), owner: try DomainName("_x._tcp.svc.test."),
            target: try DomainName("h.svc.test."), port: port)
    }

    @Test("users and keys, until they are let go of")
    func roundTrip() throws {
        let pin = try #require(CertificatePin(digest: [UInt8](repeating: 7, count: 32)))
        let pins = try PinnedIdentities(file)
        try pins.set(Identity(users: [1, 2]), of: try instance(1), at: now)
        try pins.set(Identity(pins: [pin]), of: try instance(2), at: now)
        try pins.set(Identity(users: [3]), of: try instance(1), at: now)
        let expected = [try instance(1): Identity(users: [3]), try instance(2): Identity(pins: [pin])]
        #expect(try pins.all() == expected)
        #expect(try PinnedIdentities.all(in: file) == expected)
        try pins.set(nil, of: try instance(1), at: now)
        #expect(try PinnedIdentities.all(in: file).count == 1)
    }

    @Test("no file is made for nothing")
    func nothing() throws {
        #expect(try PinnedIdentities.all(in: file).isEmpty)
        #expect(access(file.path, F_OK) != 0)
    }

    @Test("what is not what svctop writes is an error, and lets nobody pass")
    func damaged() throws {
        let pins = try PinnedIdentities(file)
        try pins.set(Identity(users: [1]), of: try instance(1), at: now)
        for text in ["'x'", "''", "'1 -1'"] {
            try DatabaseQueue(path: file.path).write {
                try $0.execute(sql: "UPDATE pinned_identity SET users = \(text)")
            }
            #expect(throws: StoreError.self) { try pins.all() }
        }
    }
}
