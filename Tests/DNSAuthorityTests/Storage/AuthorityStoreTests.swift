import DNSCore
import Glibc
import PeerServers
import Testing

@testable import DNSAuthority

@Suite("What the authority keeps on disk")
struct AuthorityStoreTests {
    private let place: StorePlace

    init() throws { place = try StorePlace() }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test("zones, history and leases are there again, names as they were written")
    func again() async throws {
        do {
            let queue = try await place.queue()
            let lease = LeaseOption(lease: 600)
            for index in 1...5 {
                #expect(try await queue.update("add Web\(index) 60 A 127.0.0.\(index)", lease: lease).code == .noError)
            }
            #expect(try await queue.update("delete web1", "add @ 60 TXT t").code == .noError)
        }
        let before = (try place.zone, try place.leaseZone)
        place.registry.withdraw(name("z.test"))
        let queue = try await place.queue()
        #expect(try place.zone.contents.allRecords == before.0.contents.allRecords)
        #expect(try place.zone.contents.serial == Serial(rawValue: 7))
        #expect(try place.zone.history.changes(since: Serial(rawValue: 1))?.count == 6)
        #expect(
            try place.zone.history.changes(since: Serial(rawValue: 1))
                == before.0.history.changes(since: Serial(rawValue: 1)))
        #expect(try place.leaseZone.contents.allRecords == before.1.contents.allRecords)
        var names: [String] = []
        try place.zone.contents.forEachName { name, _ in names.append("\(name)") }
        #expect(names.sorted() == ["Web2.z.test.", "Web3.z.test.", "Web4.z.test.", "Web5.z.test.", "z.test."])
        #expect(await queue.create(try TestZone().contents).code == .serverFailure)
        #expect(await queue.create(ZoneContents(apex: name("y.test"))).code == .serverFailure)
        #expect(await queue.drop(name("z.test")).code == .noError)
        #expect(place.registry.apexes.isEmpty)
        #expect(try await queue.update("add a 60 TXT t").code == .notAuth)
    }

    @Test("nobody else reads it")
    func modes() throws {
        let store = try place.open()
        defer { withExtendedLifetime(store) {} }
        #expect(mode(place.path) == 0o700)
        for file in ["authority.db", "authority.db-wal", "authority.made", "authority.lock"] {
            #expect(mode("\(place.path)/\(file)") == 0o600, "\(file)")
        }
    }

    @Test("history is kept to its bound")
    func boundedHistory() async throws {
        let store = try place.open()
        let queue = try await place.queue(store)
        for index in 1...10 { #expect(try await queue.update("add a\(index) 60 TXT t").code == .noError) }
        var commit = ZoneCommit(name("z.test"))
        let last = try #require(try place.zone.history.changes(since: Serial(rawValue: 10))?.first)
        commit.changes = [ZoneChange(from: last.to, to: last.to, deletions: [], additions: [])]
        commit.historyCount = 3
        try await store.commit([commit])
        let zones = try await store.zones()
        #expect(zones[0].zone.history.count == 3)
        #expect(zones[0].zone.history.changes(since: Serial(rawValue: 9))?.count == 3)
    }

    @Test("keys come and go, and another process's change to them is seen")
    func keys() async throws {
        let store = try place.open()
        let version = try await store.dataVersion()
        let admin = StoredKey(try TSIGKey(name: name("Admin.z.test"), secret: [1, 2, 3]), role: .admin)
        var own = StoredKey(
            try TSIGKey(name: name("_x._tcp.z.test"), algorithm: .hmacSHA512, secret: [4, 5, 6], macLength: 32),
            role: .owner, types: [.srv, .txt], hosts: [name("h.z.test"), name(#"a\032b.z.test"#)], mostRecords: 5,
            validFrom: 10, validUntil: 20)
        try await store.putKey(admin)
        try await store.putKey(own)
        #expect(try await store.keys() == [admin, own])
        #expect(try await store.dataVersion() == version)

        let other = try place.open(.administration)
        own.validUntil = nil
        own.types = nil
        try await other.putKey(own)
        #expect(try await store.dataVersion() != version)
        #expect(try await store.keys() == [admin, own])
        var rotated = own
        rotated.key = try TSIGKey(name: own.name, algorithm: .hmacSHA512, secret: [7])
        try await other.putKey(rotated)
        #expect(try await store.keys() == [admin, own, rotated])
        #expect(try await other.removeKey(own))
        #expect(try await other.removeKey(own) == false)
        #expect(try await store.keys() == [admin, rotated])
    }

    @Test("one server at a time")
    func lock() throws {
        let store = try place.open()
        defer { withExtendedLifetime(store) {} }
        #expect(place.problem()?.cause == .inUse)
        #expect(place.problem(.administration) == nil)
    }

    // MARK: - A store that cannot be used

    private func makeStore() async throws {
        let queue = try await place.queue()
        for index in 0..<200 {
            _ = try await queue.update("add a\(index) 60 TXT \(String(repeating: "x", count: 200))")
        }
    }

    @Test("a file that is gone is not a new one")
    func missing() async throws {
        try await makeStore()
        for suffix in ["", "-wal", "-shm"] { unlink(place.database + suffix) }
        let problem = try #require(place.problem())
        #expect(problem.cause == .missing)
        #expect(problem.description.contains("restore it"))
        #expect(problem.description.contains("delete \(place.path)/authority.made"))
        #expect(place.problem(.administration)?.cause == .missing)
        unlink("\(place.path)/authority.made")
        #expect(place.problem() == nil)
    }

    @Test("garbage, nothing, another's database, a broken page and a broken row are told of with a way out")
    func damaged() async throws {
        try await makeStore()
        let copy = "\(place.folder.path)/copy"
        try await Tool.run("sqlite3", [place.database, "PRAGMA wal_checkpoint(TRUNCATE)"])
        func restore() async throws {
            for suffix in ["-wal", "-shm"] { unlink(place.database + suffix) }
            try await Tool.run("cp", [copy, place.database])
        }
        try await Tool.run("cp", [place.database, copy])
        let damages: [(String, () async throws -> Void)] = [
            ("garbage", { try place.overwrite(String(repeating: "no database ", count: 1000)) }),
            ("nothing", { try place.overwrite("") }),
            (
                "a broken page",
                { try place.overwrite(String(repeating: "x", count: 4096), at: 4096 * 9, truncating: false) }
            ),
            ("another's", { _ = try await place.sqlite("PRAGMA application_id = 1") }),
            ("no SOA", { _ = try await place.sqlite("DELETE FROM rrset WHERE type = 6") }),
            ("a broken RRset", { _ = try await place.sqlite("UPDATE rrset SET data = X'000501' WHERE type = 16") }),
            ("a broken change", { _ = try await place.sqlite("UPDATE change SET additions = X'00' WHERE number = 3") }),
            ("a lost change", { _ = try await place.sqlite("DELETE FROM change WHERE number = 200") }),
        ]
        for (what, damage) in damages {
            try await restore()
            try await damage()
            let error: AuthorityStoreError?
            do throws(AuthorityStoreError) {
                _ = try await place.open().zones()
                error = nil
            } catch let problem {
                error = problem
            }
            guard case .damaged = error?.cause else {
                Issue.record("\(what): \(error.map { "\($0)" } ?? "taken")")
                continue
            }
            #expect(error?.description.contains("mv '\(place.path)'") ?? false, "\(what)")
        }
        try await restore()
        #expect(try await place.open().zones().first?.zone.contents.recordCount == 202)
    }

    @Test("a file of an older svctop is brought up to date, with its keys")
    func older() async throws {
        try await makeStore()
        let key = StoredKey(try TSIGKey(name: name("_x._tcp.z.test"), secret: [4]), role: .owner)
        try await place.open(.administration).putKey(key)
        #expect(try await place.sqlite("ALTER TABLE key DROP COLUMN hosts; PRAGMA user_version = 1") == "")
        #expect(try await place.open(.administration).keys() == [key])
    }

    @Test("a file of a newer svctop is left alone")
    func newer() async throws {
        try await makeStore()
        #expect(try await place.sqlite("PRAGMA user_version = 99") == "")
        #expect(place.problem()?.cause == .newer(version: 99, known: 2))
        #expect(try await place.sqlite("SELECT count(*) FROM zone") == "1\n")
    }

    @Test("a folder where the file should be, and a file where the folder should be")
    func obstructed() throws {
        let path = try place.folder.write("file", "")
        let error = #expect(throws: AuthorityStoreError.self) { try AuthorityStore("\(path)/store") }
        #expect(error?.cause == .system(String(cString: strerror(ENOTDIR))))
        try #require(mkdir(place.path, 0o700) == 0 && mkdir(place.database, 0o700) == 0)
        #expect(place.problem()?.cause == .system("not a file"))
    }
}
