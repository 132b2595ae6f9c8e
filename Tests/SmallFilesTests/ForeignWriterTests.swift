import Glibc
import PeerServers
import SmallFiles
import Testing

@Suite("A file that says what we run may be changed by nobody but root and us")
struct ForeignWriterTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = try folder.write("web.toml", "text")
        try #require(chmod(folder.path, 0o700) == 0 && chmod(path, 0o600) == 0)
    }

    /// Who could change the file, by its open descriptor.
    private var writer: ForeignWriter? {
        do throws(TextFile.Failure) {
            _ = try TextFile(path, limit: 100, isTrusted: true)
            return nil
        } catch {
            if case .foreign(let writer) = error { return writer }
            Issue.record("\(error)")
            return nil
        }
    }

    @Test("ours is read, whoever may read it, and so is one in a folder of everyone's with a sticky bit")
    func ours() throws {
        #expect(writer == nil)
        try #require(chmod(path, 0o644) == 0 && chmod(folder.path, 0o1777) == 0)
        #expect(writer == nil)
    }

    @Test("one that everyone can write is refused, and so is one that everyone can put another in the place of")
    func everyone() throws {
        try #require(chmod(path, 0o602) == 0)
        #expect(writer == .everyone(of: path))
        try #require(chmod(path, 0o600) == 0 && chmod(folder.path, 0o707) == 0)
        #expect(writer == .everyoneInFolder(folder.path))
    }

    @Test("a folder further up counts, too, and so does where a link to it is")
    func above() throws {
        let inner = "\(folder.path)/inner"
        try #require(mkdir(inner, 0o700) == 0)
        let real = try folder.write("inner/real.toml", "text")
        try #require(unlink(path) == 0 && symlink(real, path) == 0)
        #expect(writer == nil)
        try #require(chmod(inner, 0o707) == 0)
        #expect(writer == .everyoneInFolder(inner))
        try #require(chmod(inner, 0o700) == 0 && chmod(folder.path, 0o707) == 0)
        #expect(writer == .everyoneInFolder(folder.path))
        try #require(chmod(folder.path, 0o700) == 0)
        let outside = try TemporaryFolder()
        let target = try outside.write("target.toml", "text")
        try #require(unlink(path) == 0 && symlink(target, path) == 0)
        #expect(writer == nil)
        try #require(chmod(folder.path, 0o707) == 0)
        #expect(writer == .everyoneInFolder(folder.path))
    }

    @Test("another's is refused, and one that a group of others can write", .enabled(if: getuid() == 0))
    func others() throws {
        try #require(chown(path, 4321, 0) == 0)
        #expect(writer == .owner(4321, of: path))
        try #require(chown(path, 0, 4321) == 0 && chmod(path, 0o660) == 0)
        #expect(writer == .group(4321, of: path))
        try #require(chown(path, 0, 0) == 0)
        #expect(writer == nil)
        try #require(chown(folder.path, 4321, 0) == 0)
        #expect(writer == .owner(4321, of: folder.path))
    }

    @Test("what is not to be trusted is read as it always was")
    func untrusted() throws {
        try #require(chmod(path, 0o666) == 0)
        #expect(try TextFile(path, limit: 100).text == "text")
    }

    @Test("a pipe of ours is read, which lies in no folder")
    func pipe() throws {
        var ends: [Int32] = [-1, -1]
        try #require(Glibc.pipe(&ends) == 0)
        defer { close(ends[0]) }
        close(ends[1])
        #expect(throws: Never.self) { try ForeignWriter.check(ends[0], "/dev/fd/\(ends[0])") }
    }

    @Test("the message says what to type")
    func message() {
        #expect(
            "\(ForeignWriter.group(0, of: "/etc/x"))"
                == "/etc/x can be written by the group root, which could make svctop run anything: chmod g-w /etc/x")
    }
}
