import Glibc
import PeerServers
import Testing

@Suite("`serve` on a store that is not as it was left: it says so, ends, and loses nothing", .needs(programs: "dig"))
struct ServeStoreTests {
    private let program: Program
    private var data: String { ServedProgram.data(program) }
    private var database: String { "\(data)/authority.db" }

    init() throws { program = try Program() }

    /// Makes a zone with a record in it.
    private func fill() async throws {
        let served = try await ServedProgram(in: program)
        try await served.says("resolve:")
        #expect(try await served.update(key: served.adminKey, "update add a.svc.internal. 60 TXT x").isDone)
        try await served.stop()
    }

    /// That it does not start, and says so in one line.
    private func expectNoStart(_ complaint: String, _ location: SourceLocation = #_sourceLocation) async throws {
        let result = try await program.run("serve", "--data", data, "--listen", "127.0.0.1:0")
        #expect(result.status == 1, "\(result)", sourceLocation: location)
        #expect(result.output.isEmpty, sourceLocation: location)
        #expect(result.complaint.hasPrefix("svctop: "), sourceLocation: location)
        #expect(result.complaint.contains(complaint), "\(result)", sourceLocation: location)
        #expect(result.complaint.filter(\.isNewline).count == 1, "\(result)", sourceLocation: location)
    }

    @Test("a damaged file: the way out that it names leads to empty zones, and keeps the file")
    func damaged() async throws {
        try await fill()
        for file in ["-wal", "-shm"] { unlink(database + file) }
        let damage = String(repeating: "no database ", count: 1000)
        try overwrite(database, with: damage)
        for _ in 0..<2 { try await expectNoStart("\(database) is damaged (") }
        #expect(text(of: database) == damage)
        let complaint = try await program.run("serve", "--data", data).complaint
        let command = try #require(complaint.firstMatch(of: #/`(mv .*)`/#)?.1)
        #expect(try await Tool.run("sh", ["-c", String(command)]).succeeded)
        let served = try await ServedProgram(in: program)
        #expect(try await served.data("a", "TXT") == [])
        try await served.stop()
        #expect(text(of: "\(data).aside/authority.db") == damage)
    }

    @Test("a file that is gone: never silently empty")
    func missing() async throws {
        try await fill()
        let names = ["authority.db", "authority.db-wal", "authority.db-shm"]
        for name in names { rename("\(data)/\(name)", "\(program.home.path)/\(name)") }
        for _ in 0..<2 { try await expectNoStart("\(database) is missing, and there was one: restore it from a copy") }
        #expect(access(database, F_OK) != 0)
        for name in names { rename("\(program.home.path)/\(name)", "\(data)/\(name)") }
        let served = try await ServedProgram(in: program)
        #expect(try await served.data("a", "TXT") == ["\"x\""])
        try await served.stop()
    }

    @Test("a folder that another serves from: the other goes on")
    func inUse() async throws {
        let served = try await ServedProgram(in: program)
        try await served.says("resolve:")
        try await expectNoStart("\(data) is in use by another svctop serve")
        #expect(try await served.update(key: served.adminKey, "update add a.svc.internal. 60 TXT x").isDone)
        #expect(try await served.data("a", "TXT") == ["\"x\""])
        try await served.stop()
    }

    @Test("a port that another has: nothing is lost, and it is said which")
    func portInUse() async throws {
        let listener = try Listener()
        let result = try await program.run("serve", "--data", data, "--listen", "127.0.0.1:\(listener.port)")
        #expect(result.status == 1, "\(result)")
        #expect(result.complaint.hasPrefix("svctop: "))
        #expect(result.complaint.contains("127.0.0.1:\(listener.port)"), "\(result)")
        let served = try await ServedProgram(in: program)
        try await served.says("resolve:")
        try await served.stop()
    }
}
