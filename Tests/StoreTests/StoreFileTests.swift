import Glibc
import PeerServers
import ServiceCatalog
import Testing

@testable import Store

@Suite("A file that cannot be used is told of with a way out, and stays until the user says otherwise")
struct StoreFileTests {
    private let place = try? StorePlace()

    private func problem(_ file: StoreFile) -> StoreError.Cause? {
        do throws(StoreError) {
            _ = try Journal(file)
            return nil
        } catch {
            return error.cause
        }
    }

    private func makeStore() async throws -> StoreFile {
        let file = try #require(place).file
        _ = try await Journal(file).open(.example())
        return file
    }

    private func overwrite(_ file: StoreFile, _ text: String) throws {
        let descriptor = open(file.path, O_WRONLY | O_TRUNC)
        defer { close(descriptor) }
        try #require(descriptor >= 0 && write(descriptor, text, text.utf8.count) == text.utf8.count)
    }

    @Test("garbage is moved aside when asked for, and a new file begins")
    func damaged() async throws {
        let file = try await makeStore()
        for suffix in ["-wal", "-shm"] { unlink(file.path + suffix) }
        try overwrite(file, String(repeating: "no database ", count: 1000))
        #expect(problem(file) == .damaged)
        #expect(StoreError(file.path, .damaged).description.contains("svctop journal --move-aside"))
        let aside = try #require(try file.moveAside())
        #expect(access(aside, F_OK) == 0)
        #expect(problem(file) == nil)
        #expect(try await Journal(file).latest(1) == [])
        #expect(try file.moveAside() == nil)
    }

    @Test("a file of a newer svctop is left alone")
    func newer() async throws {
        let file = try await makeStore()
        #expect(try await place?.sqlite("PRAGMA user_version = 99") == "")
        #expect(problem(file) == .newer(version: 99, known: 2))
        #expect(try await place?.sqlite("SELECT count(*) FROM journal") == "1\n")
    }

    @Test("a database of someone else is not written to")
    func foreign() async throws {
        let place = try #require(place)
        try #require(mkdir("\(place.folder.path)/state", 0o700) == 0)
        try #require(mkdir("\(place.folder.path)/state/svctop", 0o700) == 0)
        #expect(try await place.sqlite("CREATE TABLE theirs (a)") == "")
        #expect(problem(place.file) == .damaged)
        #expect(try await place.sqlite(".tables").hasPrefix("theirs"))
    }

    @Test("a folder where the file should be, and a file where the folder should be")
    func obstructed() throws {
        let place = try #require(place)
        #expect(problem(StoreFile(place.folder.path)) == .system("not a file"))
        let path = try place.folder.write("file", "")
        #expect(problem(StoreFile("\(path)/svctop/svctop.db")) == .system(String(cString: strerror(ENOTDIR))))
    }

    @Test("an empty file is a new one")
    func empty() async throws {
        let file = try await makeStore()
        for suffix in ["-wal", "-shm"] { unlink(file.path + suffix) }
        try overwrite(file, "")
        #expect(problem(file) == nil)
    }

    @Test("many that start at once all find the tables there")
    func startingAtOnce() async throws {
        let file = try #require(place).file
        let problems = await withTaskGroup(of: StoreError.Cause?.self) { group in
            for _ in 0..<8 { group.addTask { problem(file) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(problems.allSatisfy { $0 == nil }, "\(problems)")
    }
}
