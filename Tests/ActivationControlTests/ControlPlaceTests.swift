import Glibc
import PeerServers
import Testing

@testable import ActivationControl

@Suite("The place of a control socket") struct ControlPlaceTests {
    @Test("is root's, one's own, or in a folder of one's own name")
    func isByUser() {
        #expect(ControlPlace(name: "web", user: 0, runtimeFolder: "/run/user/0").path == "/run/svctop/web.sock")
        #expect(ControlPlace(name: "web", user: 7, runtimeFolder: "/run/user/7").path == "/run/user/7/svctop/web.sock")
        #expect(ControlPlace(name: "web", user: 7, runtimeFolder: nil).path == "/tmp/svctop-7/web.sock")
        #expect(ControlPlace(path: "/a/b/web.sock").name == "web")
        #expect(ControlPlace(path: "web").name == "web")
    }

    @Test(
        "is one file in that folder, whatever the name",
        arguments: [
            ("../../etc/passwd", "_._.._etc_passwd"), ("", "_"), (".", "_"), ("a b\n", "a_b_"),
            ("web@1.x-y_z", "web@1.x-y_z"),
            ("ü", "_"), (String(repeating: "n", count: 99), String(repeating: "n", count: 64)),
        ])
    func isOneFile(_ name: String, _ file: String) {
        #expect(ControlPlace(name: name, user: 0).path == "/run/svctop/\(file).sock")
    }

    @Test("has its folder made, which others may look into where it is root's, and do no more")
    func makesItsFolder() throws {
        let folder = try TemporaryFolder()
        let mask = umask(0)
        defer { umask(mask) }
        try ControlPlace(path: "\(folder.path)/svctop/web.sock").prepare()
        try ControlPlace(path: "\(folder.path)/svctop/web.sock").prepare()
        var made = stat()
        #expect(stat("\(folder.path)/svctop", &made) == 0)
        #expect(made.st_mode & 0o7777 == (geteuid() == 0 ? 0o755 : 0o700))
        let deep = "\(folder.path)/none/svctop"
        #expect(throws: ControlError.noFolder(deep, errno: ENOENT)) {
            try ControlPlace(path: "\(deep)/web.sock").prepare()
        }
        rmdir("\(folder.path)/svctop")
    }

    @Test("is refused where others can put a socket of theirs", arguments: [0o777, 0o775, 0o722] as [mode_t])
    func refusesOpenFolders(_ mode: mode_t) throws {
        let folder = try TemporaryFolder()
        chmod(folder.path, mode)
        #expect(throws: ControlError.isOpenToOthers(folder.path)) {
            try ControlPlace(path: "\(folder.path)/web.sock").prepare()
        }
        // There nobody replaces what is ours.
        chmod(folder.path, mode | S_ISVTX)
        try ControlPlace(path: "\(folder.path)/web.sock").prepare()
    }

    @Test("is refused in another user's folder", .needsOtherUsers)
    func refusesFoldersOfOthers() throws {
        let folder = try TemporaryFolder()
        chown(folder.path, 65534, 65534)
        #expect(throws: ControlError.isOpenToOthers(folder.path)) {
            try ControlPlace(path: "\(folder.path)/web.sock").prepare()
        }
    }

    @Test("is looked for only where root or the reader alone can write")
    func isLookedForInTrustedFolders() throws {
        let runtime = try TemporaryFolder()
        let own = "\(runtime.path)/svctop"
        // A reader who is not root: root has no runtime folder.
        let reader: UInt32 = geteuid() == 0 ? 1234 : geteuid()
        func candidates() -> [String] {
            ControlPlace.candidates(user: reader, runtimeFolder: runtime.path).filter { $0 != "/run/svctop" }
        }
        #expect(candidates() == [])
        mkdir(own, 0o700)
        defer { rmdir(own) }
        #expect(candidates() == [own])
        for mode in [0o770, 0o702, 0o1777] as [mode_t] {
            chmod(own, mode)
            #expect(candidates() == [])
        }
        chmod(own, 0o755)
        let listener = try ControlListener(at: "\(own)/web.sock")
        _ = try runtime.write("svctop/a.sock", "no socket")
        #expect(ControlPlace.found(in: candidates()) == [ControlPlace(path: "\(own)/web.sock")])
        unlink("\(own)/a.sock")
        listener.end(removing: true)
        guard geteuid() == 0 else { return }
        chown(own, 65534, 65534)
        #expect(candidates() == [])
    }

    @Test("is not looked for behind a link")
    func isNotBehindALink() throws {
        let runtime = try TemporaryFolder()
        symlink(runtime.path, "\(runtime.path)/svctop")
        let found = ControlPlace.candidates(user: geteuid() == 0 ? 1234 : geteuid(), runtimeFolder: runtime.path)
        #expect(!found.contains("\(runtime.path)/svctop"))
    }
}
