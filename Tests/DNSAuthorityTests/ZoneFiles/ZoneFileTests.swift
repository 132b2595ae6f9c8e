import DNSCore
import Glibc
import PeerServers
import Testing

@testable import DNSAuthority

@Suite("A zone file on the disk")
struct ZoneFileTests {
    private let head = "@ 60 SOA ns h 1 2 3 4 5\n@ 60 NS ns\n"

    private func message(_ path: String) -> String? {
        do {
            _ = try ZoneFile(path).read(name("z.test"))
            return nil
        } catch {
            return error.description
        }
    }

    @Test("includes files of its folder, and of folders below")
    func includes() throws {
        let folder = try TemporaryFolder()
        try #require(mkdir("\(folder.path)/sub", 0o700) == 0)
        try folder.write("sub/a.zone", "a 60 A 127.0.0.1\n$INCLUDE ./b.zone\n")
        try folder.write("b.zone", "b 60 A 127.0.0.1\n")
        let path = try folder.write("z", head + "$INCLUDE sub/a.zone\n")
        #expect(try ZoneFile(path).read(name("z.test")).contents.recordCount == 4)
    }

    @Test("follows no link out of its folder, waits for no pipe, and reads no folder")
    func outside() throws {
        let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
        let secret = try other.write("secret", "x 60 A 127.0.0.1\n")
        try #require(symlink(secret, "\(folder.path)/link") == 0)
        try #require(symlink(other.path, "\(folder.path)/links") == 0)
        try #require(mkfifo("\(folder.path)/pipe", 0o600) == 0)
        try #require(mkdir("\(folder.path)/folder", 0o700) == 0)
        for (place, reason) in [
            ("link", "Too many levels of symbolic links"), ("links/secret", "Not a directory"), ("pipe", "not a file"),
            ("folder", "not a file"), ("missing", "No such file or directory"),
        ] {
            let path = try folder.write("z", head + "$INCLUDE \(place)\n")
            #expect(message(path) == "\(path):3: \(place): \(reason)")
        }
    }

    @Test("that is not there, or no file, is told by its path")
    func missing() throws {
        let folder = try TemporaryFolder()
        #expect(message("\(folder.path)/none") == "\(folder.path)/none: No such file or directory")
        #expect(message(folder.path) == "\(folder.path): not a file")
    }
}
