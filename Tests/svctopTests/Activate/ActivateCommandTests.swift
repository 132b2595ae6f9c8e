import Glibc
import PeerServers
import Testing

@Suite("`activate`: a service that starts when it is used", .needs(programs: "dig", "python3"))
struct ActivateCommandTests {
    /// Answers every connection with its pid.
    private static let answering = """
        import os, socket
        s = socket.socket(fileno=3)
        while True:
            c, _ = s.accept()
            c.sendall(b"%d" % os.getpid())
            c.close()
        """

    private static let program = ["/usr/bin/python3", "-c", answering]

    private func answer(at port: UInt16) -> pid_t? { RawConnection.answer(to: "", at: port).flatMap { pid_t($0) } }

    private func end(_ run: ActivateProgram) async throws {
        run.send(SIGTERM)
        #expect(try await run.ended() == 0, "\(run.output)")
        try await run.served.stop()
    }

    @Test("it is registered before it runs; a client starts it; asked to end, records and process go, and the port")
    func life() async throws {
        let served = try await ServedProgram()
        let run = try await ActivateProgram(["--wake", "data"], Self.program, at: served)
        let port = try await run.port()
        #expect(
            try await served.data("_http._tcp.web", "TXT") == [
                "\"target=ns.svc.internal.\" \"port=\(port)\" \"activation=data\" \"uid=\(getuid())\""
            ])
        #expect(!run.output.contains("starts"), "\(run.output)")
        let answered = RawConnection.answer(to: "x", at: port).flatMap { pid_t($0) }
        let process = try #require(answered, "\(run.output)")
        try await run.says("web: ready after")
        run.send(SIGTERM)
        #expect(try await run.ended() == 0, "\(run.output)")
        #expect(kill(process, 0) != 0)
        #expect(try await run.recordedPort == nil)
        #expect(answer(at: port) == nil)
        #expect(access(ActivateProgram.control(served), F_OK) != 0)
        let lines = run.output.split(separator: "\n")
        let withdrawn = try #require(lines.firstIndex { $0.hasSuffix(": withdrawn") }, "\(run.output)")
        let told = try #require(lines.firstIndex { $0.contains("it is told to end, with its stand-in") })
        #expect(withdrawn < told)
        try await served.stop()
    }

    @Test("another takes over: the port, the process and the records stay, and the first one leaves")
    func takeOver() async throws {
        let served = try await ServedProgram()
        let first = try await ActivateProgram([], Self.program, at: served)
        let port = try await first.port()
        let process = try #require(answer(at: port))
        let serial = try await served.serial
        let second = try await ActivateProgram(["--take-over"], Self.program, at: served)
        #expect(try await first.ended() == 0, "\(first.output)")
        try await second.says("registered already, nothing had to be sent")
        #expect(try await second.recordedPort == port)
        #expect(answer(at: port) == process)
        #expect(try await served.serial == serial)
        try await end(second)
        // It was nobody's child any more: the first process of the system sees it off.
        try await waitUntil("its process has ended") { kill(process, 0) != 0 }
    }

    @Test("SIGHUP reads the file anew: what stays is as it was, what is new is there; a mistake changes nothing")
    func reload() async throws {
        let served = try await ServedProgram()
        let name = "_http._tcp.api.svc.internal."
        let keys = [try await served.newKey(ActivateProgram.service), try await served.newKey(name)]
        func section(_ service: String, _ key: String) -> String {
            """
            [services.\(service)]
            command = ["/usr/bin/python3", "-c", '''\(Self.answering)''']
            key-file = "\(key)"
            [services.\(service).sockets.http]
            name = "_http._tcp.\(service).svc.internal"

            """
        }
        let first = "[service]\nserver = \"127.0.0.1:\(served.port)\"\n" + section("web", keys[0])
        let file = try served.program.home.write("services.toml", first)
        let run = try ActivateProgram(["-c", file], at: served)
        let port = try await run.port()
        let process = try #require(answer(at: port))

        try served.program.home.write("services.toml", first + "[services.bad]\n")
        run.send(SIGHUP)
        try await run.says(": bad has no `command`")
        try await run.says("has not taken over: this one goes on")

        try served.program.home.write("services.toml", first + section("api", keys[1]))
        run.send(SIGHUP)
        #expect(try await run.ended() == 0, "\(run.output)")
        // It is the other one who says that.
        try await waitUntil("the new name is registered") { run.output.contains("\(name): registered now") }
        #expect(answer(at: port) == process)
        let record = try #require(try await served.data("_http._tcp.api", "SRV").first)
        let other = try #require(record.split(separator: " ").dropFirst(2).first.flatMap { UInt16($0) })
        #expect(try #require(answer(at: other)) != process)

        let status = try await run.ask("--status", "--json")
        let successor = try #require(status.output.firstMatch(of: #/"process": ?(\d+)/#).flatMap { pid_t($0.1) })
        kill(successor, SIGTERM)
        try await waitUntil("it has ended: \(run.output)") { access(ActivateProgram.control(served), F_OK) != 0 }
        #expect(try await served.data("_http._tcp.api", "SRV") == [])
        try await served.stop()
    }

    @Test("sockets without names: a TCP port, and a Unix socket, whose file goes with the stand-in")
    func nameless() async throws {
        let served = try await ServedProgram()
        let path = "\(served.program.home.path)/web.sock"
        let port = try freeLoopbackPort()
        let run = try ActivateProgram(
            ["--service", "web", "--socket", "http=tcp:\(port)", "--socket", "unix:\(path)", "--"] + Self.program,
            at: served)
        try await run.says("asked at")
        #expect(answer(at: port) != nil, "\(run.output)")
        let status = try await run.ask("--status", "--json")
        #expect(status.output.contains("\"\(path)\""), "\(status)")
        #expect(access(path, F_OK) == 0)
        try await end(run)
        #expect(access(path, F_OK) != 0)
    }

    @Test("its program has a clean environment, its sockets and their names, and no descriptor of ours")
    func nothingLeaks() async throws {
        let served = try await ServedProgram()
        let script = "echo \"names $LISTEN_FDNAMES\"; ls /proc/$$/fd; env | sort; exec sleep 1000"
        let run = try await ActivateProgram(
            ["--ready", "exec", "--environment", "MODE=live"], ["/bin/sh", "-c", script], at: served,
            environment: ["SECRET=s"])
        _ = try await run.port()
        _ = try await run.ask("--start", "web")
        try await run.says("PATH=/usr/local/sbin:")
        #expect(run.output.contains("names http\n0\n1\n2\n3\n"), "\(run.output)")
        #expect(run.output.contains("MODE=live\n"))
        #expect(!run.output.contains("SECRET"))
        try await end(run)
    }

    @Test("systemd is told which process is the main one after a reload")
    func reloadUnderServiceManager() async throws {
        let socket = try NotifySocket()
        let served = try await ServedProgram()
        let run = try await ActivateProgram(
            [], Self.program, at: served, environment: ["NOTIFY_SOCKET=\(socket.path)"])
        #expect(socket.message()?.hasPrefix("READY=1\n") == true)
        run.send(SIGHUP)
        #expect(try await run.ended() == 0, "\(run.output)")
        // The other one's READY=1, too.
        let messages = [socket.message(), socket.message()].compactMap(\.self)
        let told = messages.first { $0.hasPrefix("MAINPID=") }
        let successor = try #require(told.flatMap { pid_t($0.dropFirst("MAINPID=".count)) }, "\(messages)")
        kill(successor, SIGTERM)
        try await waitUntil("it has ended: \(run.output)") { access(ActivateProgram.control(served), F_OK) != 0 }
        #expect(try await run.recordedPort == nil)
        try await served.stop()
    }

    @Test("systemd is told when it stands in, and when it is about to end")
    func notification() async throws {
        let socket = try NotifySocket()
        let served = try await ServedProgram()
        let run = try await ActivateProgram(
            [], Self.program, at: served, environment: ["NOTIFY_SOCKET=\(socket.path)"])
        #expect(
            socket.message() == "READY=1\nSTATUS=1 service, 1 name; asked at \(ActivateProgram.control(served))")
        run.send(SIGTERM)
        #expect(socket.message() == "STOPPING=1")
        #expect(try await run.ended() == 0)
        try await served.stop()
    }

    @Test(
        "mistakes are told in a line, with the code of a mistake",
        arguments: [
            (["activate"], "give a file of services with -c, or a program to run, after --"),
            (["activate", "--", "true"], "give a name that leads to the service"),
            (["activate", "-c", "x.toml", "--", "true"], "-c says what is run: take the program after -- out"),
            (["activate", "-c", "x.toml", "--wake", "data"], "--wake describes one service: write it in the file"),
            (["activate", "-c", "x.toml", "--ttl", "5"], "--ttl describes one service: write it in the file"),
            (["activate", "-c", "/none.toml"], "/none.toml: No such file or directory"),
            (["activate", "--json"], "--json is for --status"),
            (["activate", "--status", "--start", "web"], "--status and --start exclude each other"),
            (
                ["activate", "--start", "web", "--take-over"],
                "--start asks a stand-in that runs: it goes without --take-over"
            ),
            (["activate", "--take", "web"], "give a program that takes the sockets, after --"),
            (["activate", "--start", "web", "--", "true"], "--start runs no program: --take does"),
            (
                ["activate", "--socket", "tcp:0", "--", "true"],
                "--socket 'tcp:0': a port is a number from 1 to 65535"
            ),
            (
                ["activate", "--socket", "x", "--", "true"],
                "--socket 'x' is none of [LABEL=]tcp:PORT, udp:PORT and unix:PATH"
            ),
            (["activate", "--socket", "tcp:80", "--user", "no-such", "--", "x"], "there is no user 'no-such'"),
            (
                ["activate", "--socket", "tcp:80", "--idle-timeout", "soon", "--", "x"],
                "--idle-timeout takes a duration"
            ),
            (["activate", "--socket", "udp:53", "--accept", "yes", "--", "x"], "accept = \"yes\" is for connections"),
            (
                ["activate", "--socket", "tcp:80", "--environment", "A", "--", "x"],
                "--environment 'A' is no NAME=VALUE"
            ),
        ])
    func mistakes(_ arguments: [String], _ text: String) async throws {
        let result = try await Program().run(arguments)
        #expect(result.status == 2, "\(result)")
        #expect(result.complaint.contains(text) && result.complaint.split(separator: "\n").count == 1, "\(result)")
        #expect(result.output.isEmpty)
    }

    @Test("a port that another has, and a stand-in that is there already, are told")
    func taken() async throws {
        let served = try await ServedProgram()
        let first = try await ActivateProgram([], Self.program, at: served)
        _ = try await first.port()
        let second = try await ActivateProgram([], Self.program, at: served)
        #expect(try await second.ended() == 1 << 8)
        #expect(second.output.contains("control.sock: another stand-in is there already"), "\(second.output)")
        let result = try await served.program.run(
            "activate", "--control", "\(served.program.home.path)/other.sock", "--socket", "tcp:\(served.port)", "--",
            "x")
        #expect(result.status == 1 && result.complaint.contains("Address already in use"), "\(result)")
        try await end(first)
    }

    @Test("--print-unit prints a unit that systemd finds nothing wrong with", .needs(programs: "systemd-analyze"))
    func unit() async throws {
        let program = try Program()
        let file = try program.home.write(
            "web.toml",
            "[services.web]\ncommand = [\"true\"]\nstop-timeout = \"40s\"\n[services.web.sockets.x]\ntcp = 80\n")
        let result = try await program.run("activate", "-c", file, "--print-unit")
        #expect(result.status == 0, "\(result)")
        #expect(result.output.contains("ExecStart=\(Program.path) activate -c \(file)"), "\(result.output)")
        #expect(result.output.contains("\nExecReload=/bin/kill -HUP $MAINPID\n"))
        #expect(result.output.contains("\nTimeoutStopSec=50\nKillMode=mixed\n"))
        if getuid() == 0 {
            #expect(result.output.contains("\nRuntimeDirectory=svctop\nRuntimeDirectoryPreserve=yes\n"))
        } else {
            #expect(result.output.contains("\nAmbientCapabilities=CAP_NET_BIND_SERVICE\n"))
        }
        let unit = try program.home.write("web.service", result.output)
        let verified = try await Tool.run("systemd-analyze", ["verify", "--man=no", unit])
        #expect(verified.succeeded && !verified.output.contains("web.service"), "\(verified.output)")
    }
}
