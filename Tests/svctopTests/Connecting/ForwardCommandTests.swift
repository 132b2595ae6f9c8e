import Glibc
import PeerServers
import Testing

@Suite("`forward`: a local port or socket for clients that know no SRV", .needs(programs: "nsupdate"))
struct ForwardCommandTests {
    private static let name = "_echo._tcp.web.svc.internal"

    /// One connection with socat(1)'s part played by the test: says a line, ends, and hears all.
    private func talk(_ port: UInt16, _ text: String) async throws -> String {
        try await Tool.run("python3", ["-c", Self.client, "\(port)"], input: text).output
    }

    private static let client = """
        import socket, sys
        peer = socket.socket(socket.AF_UNIX if '/' in sys.argv[1] else socket.AF_INET)
        peer.connect(sys.argv[1] if '/' in sys.argv[1] else ('127.0.0.1', int(sys.argv[1])))
        peer.sendall(sys.stdin.buffer.read())
        peer.shutdown(socket.SHUT_WR)
        while data := peer.recv(65536):
            sys.stdout.buffer.write(data)
        """

    private func register(_ served: ServedProgram, _ port: UInt16) async throws {
        try await served.says("resolve:")
        let result = try await UpdateTool.nsupdate.send(
            ["update delete \(Self.name). SRV", "update add \(Self.name). 3600 SRV 0 0 \(port) ns.svc.internal."],
            zone: ServedProgram.zone, port: served.port, key: served.adminKey)
        try #require(result.isDone, "\(result)")
    }

    @Test("each connection goes where the service is then; SIGUSR1 and the end tell what was carried")
    func byName() async throws {
        let served = try await ServedProgram()
        let (first, second) = (try EchoListener(greeting: "1:"), try EchoListener(greeting: "2:"))
        let running = try ForwardedProgram(
            ["127.0.0.1:0", Self.name, "--server", "127.0.0.1:\(served.port)"], in: served.program)
        let port = try await running.port()
        try await register(served, first.port)
        #expect(try await talk(port, "hello") == "1:hello")
        try await register(served, second.port)
        #expect(try await talk(port, "hello") == "2:hello")
        running.child.send(SIGUSR1)
        let counters = "2 accepted, 0 active, 0 failed, 0 broken off, 10 bytes out, 14 bytes in"
        try await waitUntil("it tells") { running.output.contains("svctop: \(counters)\n") }
        #expect(try await running.stop() == 0)
        #expect(running.output.hasSuffix("svctop: stopped: \(counters)\n"), "\(running.output)")
        try await served.stop()
    }

    @Test("without descriptors it waits, says so once, and goes on by itself")
    func exhaustion() async throws {
        let program = try Program()
        let echo = try EchoListener(greeting: "in")
        let running = try ForwardedProgram(
            ["--from", "0", "--to", "tcp:127.0.0.1:\(echo.port)"], in: program,
            launcher: ["sh", "-c", "ulimit -n 40; exec \"$@\"", "sh"])
        let port = try await running.port()
        let crowd = """
            import socket, sys
            crowd = [socket.create_connection(('127.0.0.1', int(sys.argv[1]))) for _ in range(60)]
            for number, peer in enumerate(crowd):
                assert peer.recv(2) == b'in', number
                peer.close()
            print('all')
            """
        let result = try await Tool.run("python3", ["-c", crowd, "\(port)"])
        #expect(result.output == "all\n", "\(result.output) \(running.output)")
        let warnings = running.output.split(separator: "\n").filter { $0.contains("accepts nothing for now") }
        #expect(warnings == ["svctop: accepts nothing for now: 6 connections are under way"], "\(running.output)")
        #expect(try await running.stop() == 0)
    }

    @Test("a Unix socket to a Unix socket; the path is gone at the end")
    func unix() async throws {
        let program = try Program()
        let (near, echo) = ("\(program.home.path)/near", try EchoListener())
        let running = try ForwardedProgram(
            ["--from", "unix:\(near)", "--to", "tcp:127.0.0.1:\(echo.port)", "--mode", "0640"], in: program)
        try await waitUntil("it listens") { running.output.contains("listening at unix:\(near)\n") }
        #expect(try mode(of: near) == 0o640)
        #expect(try await Tool.run("python3", ["-c", Self.client, near], input: "hello").output == "hello")
        #expect(try await running.stop() == 0)
        #expect(access(near, F_OK) != 0)
    }

    @Test("it takes the socket that systemd hands down, and says when it is ready", .needs(programs: "python3"))
    func handedDown() async throws {
        let program = try Program()
        let notify = try NotifySocket()
        let echo = try EchoListener()
        let launcher = """
            import os, socket, sys
            held = socket.socket()
            held.bind(('127.0.0.1', 0))
            held.listen(8)
            os.dup2(held.fileno(), 3)
            os.set_inheritable(3, True)
            os.environ.update(LISTEN_FDS='1', LISTEN_PID=str(os.getpid()), NOTIFY_SOCKET=sys.argv[1])
            os.execv(sys.argv[2], sys.argv[2:])
            """
        let running = try ForwardedProgram(
            ["--from", "fd", "--to", "tcp:127.0.0.1:\(echo.port)"], in: program,
            launcher: ["python3", "-c", launcher, notify.path])
        #expect(notify.message() == "READY=1")
        #expect(try await talk(try await running.port(), "hello") == "hello")
        #expect(try await running.stop() == 0)
        #expect(notify.message() == "STOPPING=1")
    }

    @Test(
        "what cannot be is refused in one line",
        arguments: [
            (["8080"], "give LISTEN and NAME, or --from PLACE and --to PLACE", 2),
            (["--from", "0", "--to", "tcp:example.com:80"], "give an address; names are for services (srv:NAME)", 2),
            (["--from", "host:80", "--to", "unix:/x"], "give an address", 2),
            (["--from", "tls:0", "--to", "unix:/x"], "needs a certificate: --cert and --cert-key", 2),
            (["--from", "0", "--to", "unix:/x", "--ca", "x"], "no side speaks TLS", 2),
            (["--from", "fd", "--to", "unix:/x"], "no socket was handed down (LISTEN_FDS)", 1),
            (["--from", "unix:/dev/null", "--to", "unix:/x"], "/dev/null is there and is no socket", 1),
            (["0", "_x._tcp.a", "--idle", "0s"], "--idle must be a duration", 2),
            (["0", "_x._tcp.a", "--mode", "rw"], "--mode is in octal", 2),
        ])
    func mistakes(_ arguments: [String], _ complaint: String, status: Int32) async throws {
        let result = try await Program().run(["forward"] + arguments)
        #expect(result.status == status && result.complaint.contains(complaint), "\(result)")
        #expect(result.complaint.split(separator: "\n").count == 1, "\(result)")
    }
}
