import Glibc
import PeerServers
import Testing

@Suite("`serve` as systemd runs it", .needs(programs: "dig", "nsupdate"))
struct ServiceManagerTests {
    @Test("it says when it is ready, and when it stops")
    func notification() async throws {
        let socket = try NotifySocket()
        let served = try await ServedProgram(environment: ["NOTIFY_SOCKET=\(socket.path)"])
        #expect(socket.message() == "READY=1\nSTATUS=serves svc.internal.")
        #expect(socket.message(milliseconds: 0) == nil)
        try await served.stop()
        #expect(socket.message() == "STOPPING=1")
    }

    @Test("where it cannot serve, it does not say that it is ready")
    func notReady() async throws {
        let socket = try NotifySocket()
        let program = try Program()
        let result = try await Tool.run(
            "env",
            program.prefix + ["NOTIFY_SOCKET=\(socket.path)", Program.path, "serve", "--data", "/proc/nothing"])
        #expect(result.status == 1, "\(result.output)")
        #expect(socket.message(milliseconds: 0) == nil)
    }

    /// Binds UDP and TCP to one port as a socket unit does, and becomes the program with both.
    private static let socketUnit = """
        import fcntl, os, socket, sys
        home, process, *command = sys.argv[1:]
        while True:
            tcp, udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
            tcp.bind(("127.0.0.1", 0))
            try:
                udp.bind(tcp.getsockname())
                break
            except OSError:
                pass
        tcp.listen(64)
        copies = [fcntl.fcntl(held, fcntl.F_DUPFD_CLOEXEC, 100) for held in (udp, tcp)]
        for number, held in enumerate(copies, 3):
            os.dup2(held, number)
        environment = {"HOME": home, "LISTEN_FDS": "2", "LISTEN_FDNAMES": "dns:dns"}
        environment["LISTEN_PID"] = process or str(os.getpid())
        os.execve(command[0], command, environment)
        """

    private func start(_ options: String..., process: String = "") async throws -> ServedProgram {
        let program = try Program()
        let python = try #require(Tool.path(of: "python3"))
        return try await ServedProgram(
            program,
            [python, "-c", Self.socketUnit, program.home.path, process, Program.path]
                + ["serve", "--data", "\(program.home.path)/data"] + options)
    }

    @Test("it serves at the sockets that it is given, by UDP and TCP", .needs(programs: "python3"))
    func sockets() async throws {
        let served = try await start()
        try await served.says("--server 127.0.0.1:\(served.port) -k")
        for transport in ["+notcp", "+tcp"] {
            #expect(try await served.dig(transport, "+short", "ns.svc.internal", "A") == "127.0.0.1\n")
        }
        #expect(try await served.update(key: served.adminKey, "update add a.svc.internal. 60 TXT x").isDone)
        #expect(served.lines.filter { $0.contains("listening at") }.count == 1, "\(served.output)")
        try await served.stop()
    }

    @Test("what --listen names is served besides", .needs(programs: "python3"))
    func both() async throws {
        let served = try await start("--listen", "127.0.0.1:0")
        try await served.says("resolve:")
        let places = served.output.matches(of: #/listening at 127\.0\.0\.1:(\d+)\n/#).compactMap { UInt16($0.1) }
        #expect(places.count == 2 && places[0] != places[1])
        for port in places {
            for transport in ["+notcp", "+tcp"] {
                #expect(try await served.dig(transport, "+short", "ns.svc.internal", "A", port: port) == "127.0.0.1\n")
            }
        }
        try await served.stop()
    }

    @Test("sockets that are another process's are let be", .needs(programs: "python3"))
    func notOurs() async throws {
        let served = try await start("--listen", "127.0.0.1:0", process: "1")
        #expect(served.lines.filter { $0.contains("listening at") }.count == 1, "\(served.output)")
        try await served.stop()
    }
}
