import ActivationControl
import Glibc
import PeerServers
import Testing

@Suite("A program in another language", .needs(programs: "python3")) struct PythonClientTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        chmod(folder.path, 0o755)
        path = "\(folder.path)/web.sock"
    }

    @Test("asks a stand-in with what its library has")
    func asks() async throws {
        let services = [
            ServiceReport("web", .active, since: 1.5, process: 7, names: ["_http._tcp.a."]),
            ServiceReport("echo", .dormant, since: 2),
        ]
        let standIn = try SmallStandIn(at: path, .init(services: services))
        defer { standIn.end() }
        let script = """
            import socket, sys
            control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            control.connect(sys.argv[1])
            control.send(b"REQUEST=status")
            while True:
                lines = control.recv(65536).decode().splitlines()
                if "END=1" in lines: break
                fields = dict(line.split("=", 1) for line in lines)
                print(fields["SERVICE"], fields["STATE"], fields["SINCE"], fields.get("PROCESS"), fields.get("NAME"))
            """
        let result = try await Tool.run("python3", ["-c", script, path])
        #expect(result.output == "web active 1.5 7 _http._tcp.a.\necho dormant 2.0 None None\n")
    }

    @Test("takes a service's sockets, answers on them, and says that it is ready")
    func takes() async throws {
        let listener = try Listener()
        let standIn = try SmallStandIn(at: path, .init(sockets: [(name: "http", descriptor: listener.descriptor)]))
        defer { standIn.end() }
        let script = """
            import os, socket, sys
            control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            control.connect(sys.argv[1])
            control.send(b"REQUEST=take\\nSERVICE=web\\n")
            answer, descriptors, flags, _ = socket.recv_fds(control, 65536, 253)
            fields = dict(line.split("=", 1) for line in answer.decode().splitlines())
            sockets = dict(zip(fields["LISTEN_FDNAMES"].split(":"), descriptors))
            web = socket.socket(fileno=sockets["http"])
            control.send(b"READY=1")
            print(os.getpid(), web.getsockname()[1], fields["SERVICE"], fields["END"], flags & socket.MSG_CTRUNC)
            """
        let result = try await Tool.run("python3", ["-c", script, path])
        let words = result.output.split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(words.dropFirst() == ["\(listener.port)", "web", "1", "0"], "\(result.output)")
        _ = try await standIn.heard.first { $0.isReady }
        #expect(standIn.heard.peers.map { "\($0.process)" } == [words.first, words.first])
    }

    @Test("hands its control socket on, which is the other one's then for who connects")
    func handsItsSocketOn() async throws {
        let listener = try ControlListener(at: path)
        let handed = "\(folder.path)/handed.sock"
        let script = """
            import socket, sys
            listening = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            listening.bind(sys.argv[2])
            listening.listen()
            control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            control.connect(sys.argv[1])
            socket.send_fds(control, [b"CONTROL=1"], [listening.fileno()])
            """
        #expect(try await Tool.run("python3", ["-c", script, path, handed]).succeeded)
        guard case .message(let message, let passed)? = listener.accept()?.receive() else {
            throw PeerError.cannotStart("nothing was handed over")
        }
        #expect(message["CONTROL"] == "1")
        let ours = try ControlListener(owning: try #require(passed.first), at: handed)
        let connection = try ControlConnection.connect(to: handed, within: .seconds(1))
        #expect(connection.peer.process == getpid())
        ours.end(removing: true)
        #expect(access(handed, F_OK) != 0)
    }

    @Test("is known by its user, whoever that is", .needsOtherUsers)
    func isKnownByItsUser() async throws {
        let standIn = try SmallStandIn(at: path)
        defer { standIn.end() }
        let script = """
            import os, socket, sys
            os.setgroups([]); os.setresgid(65533, 65533, 65533); os.setresuid(65534, 65534, 65534)
            control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            control.connect(sys.argv[1])
            control.send(b"REQUEST=status")
            print(control.recv(65536))
            """
        let result = try await Tool.run("python3", ["-c", script, path])
        #expect(result.output == "b'END=1\\n'\n")
        let peer = try #require(standIn.heard.peers.first)
        #expect(peer.user == 65534)
        #expect(peer.group == 65533)
    }
}
