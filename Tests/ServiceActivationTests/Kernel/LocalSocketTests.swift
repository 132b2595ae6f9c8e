import CPlatform
import Glibc
import PeerServers
import Testing

@testable import ServiceActivation

@Suite("A Unix socket of a stand-in")
struct LocalSocketTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = "\(folder.path)/service"
    }

    private func fileStatus(of path: String) -> Glibc.stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }

    private func reason(_ path: String) -> LocalSocketError.Reason? {
        do throws(LocalSocketError) {
            close(try LocalSocket(at: LocalSocketPlace(path: path)).descriptor)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("it has the mode that is asked for, whatever the umask", arguments: [0o600, 0o660, 0o666, 0o777] as [UInt32])
    func mode(_ mode: UInt32) throws {
        let socket = try LocalSocket(at: LocalSocketPlace(path: path, mode: mode))
        defer { close(socket.descriptor) }
        #expect(try #require(fileStatus(of: path)).st_mode == UInt32(S_IFSOCK) | mode)
        #expect(fcntl(socket.descriptor, F_GETFD) & FD_CLOEXEC != 0)
    }

    @Test("it becomes the user's and the group's", .needsOtherUsers)
    func owner() throws {
        let socket = try LocalSocket(at: LocalSocketPlace(path: path, owner: 1234, group: 4321))
        defer { close(socket.descriptor) }
        let status = try #require(fileStatus(of: path))
        #expect([status.st_uid, status.st_gid] == [1234, 4321])
    }

    @Test("one for connections listens, one for datagrams takes them")
    func kinds() throws {
        let stream = try LocalSocket(at: LocalSocketPlace(path: path))
        defer { close(stream.descriptor) }
        try Peer(connectingTo: path).say()
        #expect(AcceptQueue.look(at: stream.descriptor) == .data)
        let datagrams = try LocalSocket(at: LocalSocketPlace(path: path + "2", isDatagram: true))
        defer { close(datagrams.descriptor) }
        #expect(!SocketName(of: datagrams.descriptor).isStream)
    }

    @Test("a file of a socket that is no more makes room; that is told", arguments: [false, true])
    func stale(isDatagram: Bool) throws {
        let first = try LocalSocket(at: LocalSocketPlace(path: path, isDatagram: isDatagram))
        #expect(!first.replacedStale)
        close(first.descriptor)
        let second = try LocalSocket(at: LocalSocketPlace(path: path))
        defer { close(second.descriptor) }
        #expect(second.replacedStale)
    }

    @Test("another's socket stays his, and he does not notice that he was looked for", arguments: [false, true])
    func taken(isDatagram: Bool) throws {
        let first = try LocalSocket(at: LocalSocketPlace(path: path, isDatagram: isDatagram))
        defer { close(first.descriptor) }
        #expect(reason(path) == .taken)
        var ready = pollfd(fd: first.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&ready, 1, 0) == 0)
        #expect(LocalSocketFile(at: path) == first.file)
    }

    @Test("what is no socket is left alone, and so is what a link leads to")
    func otherFiles() throws {
        try folder.write("service", "precious")
        #expect(reason(path) == .otherFile)
        #expect(folder.read("service") == "precious")
        try #require(symlink("/nowhere", path + "2") == 0)
        #expect(reason(path + "2") == .otherFile)
        #expect(fileStatus(of: path + "2") != nil)
    }

    @Test("what cannot be a place is said in words")
    func places() {
        #expect(reason("socket") == .notAPath)
        #expect(reason("\(folder.path)/none/service") == .bind(ENOENT))
        let long = "\(folder.path)/\(String(repeating: "x", count: 120))"
        #expect(reason(long).map { "\(LocalSocketError(long, $0))" } == "\(long): a socket's path has 1 to 107 bytes")
    }

    @Test("its file is removed at the end, but not another that has taken its place")
    func removing() throws {
        let first = try LocalSocket(at: LocalSocketPlace(path: path))
        close(first.descriptor)
        // A link keeps the number of the file from being given away again.
        try #require(link(path, path + ".kept") == 0)
        let second = try LocalSocket(at: LocalSocketPlace(path: path))
        defer { close(second.descriptor) }
        #expect(!first.file.remove())
        #expect(fileStatus(of: path) != nil)
        #expect(second.file.remove())
        #expect(fileStatus(of: path) == nil)
        #expect(!second.file.remove())
    }
}
