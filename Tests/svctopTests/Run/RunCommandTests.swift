import Glibc
import PeerServers
import Testing

@Suite("`run`: a program with a place in DNS", .needs(programs: "dig", "python3", "pgrep"))
struct RunCommandTests {
    /// Answers every connection with its pid, and notes when it began and when it was told to end.
    private static let answering = """
        import os, signal, socket, sys, time
        home = sys.argv[1]
        def note(name): open(home + "/" + name, "w").write(str(time.clock_gettime(time.CLOCK_MONOTONIC)))
        def told(*_):
            note("told")
            sys.exit(7)
        signal.signal(signal.SIGTERM, told)
        s = socket.socket(fileno=3)
        note("ready")
        while True:
            c, _ = s.accept()
            c.sendall(b"%d" % os.getpid())
            c.close()
        """

    private static let program = ["/usr/bin/python3", "-c", answering, "HOME"]

    private func answer(at port: UInt16) -> pid_t? { RawConnection.answer(to: "", at: port).flatMap { pid_t($0) } }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test("its records are there when it is ready, gone before it is told to end, and its exit code is kept")
    func life() async throws {
        let served = try await ServedProgram()
        let run = try await RunProgram([], Self.program, at: served)
        let port = try await run.port()
        let process = try #require(answer(at: port))
        #expect(try await run.program == process)
        #expect(
            try await served.data("_http._tcp.web", "TXT") == [
                "\"target=ns.svc.internal.\" \"port=\(port)\" \"uid=\(getuid())\""
            ])
        run.send(SIGTERM)
        #expect(try await run.ended() == 7 << 8)
        #expect(try await run.recordedPort == nil)
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines.last == "svctop: _http._tcp.web.svc.internal.: withdrawn", "\(run.output)")
        try await served.stop()
    }

    @Test("killed again and again, its port never refuses anybody, is nobody else's, and no update is sent")
    func neverRefused() async throws {
        let served = try await ServedProgram()
        let run = try await RunProgram([], Self.program, at: served)
        let port = try await run.port()
        let serial = try await served.serial
        for _ in 0..<3 {
            let process = try #require(answer(at: port))
            kill(process, SIGKILL)
            // A client waits for the next one; a snatcher finds the port taken.
            let snatched = try await Tool.run(
                "python3", ["-c", Self.snatching, "\(port)"])
            #expect(snatched.output == "taken\n", "\(snatched)")
            #expect(try #require(answer(at: port)) != process)
        }
        #expect(try await served.serial == serial)
        run.send(SIGTERM)
        _ = try await run.ended()
        try await served.stop()
    }

    /// Another user's try to listen at a port, where there may be another user.
    private static let snatching = """
        import os, socket, sys
        if os.getuid() == 0: os.setresuid(4321, 4321, 4321)
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind(("127.0.0.1", int(sys.argv[1])))
            s.listen()
            print("had")
        except OSError:
            print("taken")
        """

    @Test("dead for good, it is withdrawn at once, and svctop ends as it did")
    func deadForGood() async throws {
        let served = try await ServedProgram()
        let run = try await RunProgram(["--restart", "no"], Self.program, at: served)
        let port = try await run.port()
        kill(try #require(answer(at: port)), SIGKILL)
        #expect(try await run.ended() == (128 + SIGKILL) << 8)
        #expect(try await run.recordedPort == nil)
        try await served.stop()
    }

    @Test(
        "--ready probe asks as the TXT record says: a program that answers 503 at first is registered once it does not")
    func probed() async throws {
        let served = try await ServedProgram()
        let script = """
            import http.server, os, socket
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    isReady = os.path.exists("HOME/ready") and self.path == "/health"
                    self.send_response(200 if isReady else 503)
                    self.end_headers()
                def log_message(self, *_): open("HOME/asked", "a").write(self.path + "\\n")
            server = http.server.HTTPServer(("", 0), Handler, bind_and_activate=False)
            server.socket = socket.socket(fileno=3)
            server.serve_forever()
            """
        let run = try await RunProgram(
            ["--ready", "probe", "--txt", "probe=http", "--txt", "path=/health", "--txt", "status=200"],
            ["python3", "-c", script], at: served)
        try await waitUntil("it was asked: \(run.output)") {
            served.program.home.read("asked").contains("/health\n")
        }
        #expect(try await run.recordedPort == nil)
        try served.program.home.write("ready", "")
        _ = try await run.port()
        run.send(SIGTERM)
        _ = try await run.ended()
        try await served.stop()
    }

    @Test("--keep leaves the record, and the next start is at the same port with no update")
    func kept() async throws {
        let served = try await ServedProgram()
        let first = try await RunProgram(["--keep"], Self.program, at: served)
        let port = try await first.port()
        let serial = try await served.serial
        first.send(SIGTERM)
        _ = try await first.ended()
        #expect(try await first.recordedPort == port)
        let second = try await RunProgram(["--keep"], Self.program, at: served)
        try await second.says("registered")
        #expect(answer(at: port) != nil)
        #expect(try await served.serial == serial)
        second.send(SIGTERM)
        _ = try await second.ended()
        try await served.stop()
    }

    @Test("a server that is not there keeps it from nothing; it is registered when that is back")
    func serverGone() async throws {
        let served = try await ServedProgram()
        _ = try await served.newKey(RunProgram.service)
        let port = served.port
        try await served.stop()
        let run = try await RunProgram([], Self.program, at: served)
        try await run.says("the program is ready")
        try await run.says("not registered")
        let again = try await ServedProgram(
            served.program,
            ["/usr/bin/env"] + served.program.prefix + [
                Program.path, "serve", "--data", served.data, "--listen", "127.0.0.1:\(port)",
            ])
        try await run.says("registered now")
        run.send(SIGTERM)
        #expect(try await run.ended() == 7 << 8)
        try await again.stop()
    }

    @Test("what ignores SIGTERM is killed at the second one")
    func stubborn() async throws {
        let served = try await ServedProgram()
        let run = try await RunProgram(
            ["--ready", "exec"], ["sh", "-c", "trap 'echo told' TERM; echo runs; while :; do sleep 0.01; done"],
            at: served)
        try await run.says("runs")
        run.send(SIGTERM)
        try await run.says("told")
        // Within half a second it would count as the same request.
        let asked = ContinuousClock.now
        try await waitUntil("half a second") { ContinuousClock.now - asked > .milliseconds(550) }
        run.send(SIGTERM)
        #expect(try await run.ended() == (128 + SIGKILL) << 8)
        try await served.stop()
    }

    @Test("killed itself, it takes the program with it")
    func killed() async throws {
        let served = try await ServedProgram()
        let run = try await RunProgram([], Self.program, at: served)
        _ = try await run.port()
        run.send(SIGKILL)
        try await waitUntil("the program was told") {
            access("\(served.program.home.path)/told", F_OK) == 0
        }
        try await served.stop()
    }

    @Test(
        "as the first process of a container, it leaves no zombie of what its program leaves behind",
        .enabled(if: getuid() == 0), .needs(programs: "unshare"))
    func firstProcess() async throws {
        let served = try await ServedProgram()
        // Orphans, which the first process inherits; and then those that have ended and wait for a parent.
        let script = """
            for n in 1 2 3; do (setsid sh -c 'exit 0' & ) ; done
            while ps -eo stat,comm --no-headers | grep -q '^Z'; do sleep 0.01; done
            ps -o pid,comm --no-headers -p 1 | xargs echo first; echo clean; exit 9
            """
        let key = try await served.newKey(RunProgram.service)
        let result = try await Tool.run(
            "unshare",
            [
                "--pid", "--fork", "--mount-proc", Program.path, "run", "--name", RunProgram.service, "--server",
                "127.0.0.1:\(served.port)", "--key", key, "--restart", "no", "--ready", "exec", "--", "sh", "-c",
                script,
            ])
        #expect(result.output.contains("first 1 svctop\nclean\n"), "\(result)")
        #expect(result.status == 9, "\(result)")
        try await served.stop()
    }

    @Test("the program gets no secret, no descriptor but its own, and its output is its own")
    func nothingLeaks() async throws {
        let served = try await ServedProgram()
        let key = try await served.newKey(RunProgram.service)
        let secret = try #require(text(of: key).firstMatch(of: #/secret "([^"]+)"/#)?.1)
        let script = "echo to stdout; echo to stderr >&2; tr '\\0' '\\n' </proc/self/environ; exec sleep 1000"
        let run = try await RunProgram(["--ready", "exec"], ["sh", "-c", script], at: served)
        _ = try await run.port()
        let process = try #require(try await run.program)
        #expect(!run.output.contains(secret))
        #expect(run.output.contains("to stdout\nto stderr\n"))
        #expect(try await Tool.run("ls", ["/proc/\(process)/fd"]).output == "0\n1\n2\n3\n")
        #expect(!text(of: "/proc/\(run.pid)/cmdline").contains(secret))
        run.send(SIGTERM)
        _ = try await run.ended()
        try await served.stop()
    }

    @Test("the program may open as many files as it could without svctop, which may open more")
    func descriptorLimit() async throws {
        let served = try await ServedProgram()
        let key = try await served.newKey(RunProgram.service)
        let result = try await Tool.run(
            "sh",
            ["-c", "ulimit -S -n 333; exec \"$@\"", "sh", "env"] + served.program.prefix + [
                "PATH=/usr/bin:/bin", Program.path, "run", "--name", RunProgram.service, "--server",
                "127.0.0.1:\(served.port)", "--key", key, "--", "sh", "-c", "ulimit -n",
            ])
        #expect(result.output.contains("333\n"), "\(result)")
        #expect(result.status == 0)
        try await served.stop()
    }

    @Test("systemd is told when it is registered, and when it is about to end")
    func notification() async throws {
        let socket = try NotifySocket()
        let served = try await ServedProgram()
        let run = try await RunProgram(
            [], Self.program, at: served, environment: ["NOTIFY_SOCKET=\(socket.path)"])
        #expect(socket.message() == "READY=1\nSTATUS=registered as _http._tcp.web.svc.internal.")
        #expect(try await run.recordedPort != nil)
        run.send(SIGTERM)
        #expect(socket.message() == "STOPPING=1")
        _ = try await run.ended()
        try await served.stop()
    }

    @Test("a Swift program takes several sockets, of TCP and UDP, and each of its names leads to its own")
    func severalNames() async throws {
        let served = try await ServedProgram()
        let names = ["_domain._tcp.inner", "_domain._udp.inner"]
        var options: [String] = []
        for name in names {
            options += ["--key", try await served.newKey("\(name).\(ServedProgram.zone)")]
            options += ["--name", "\(name).\(ServedProgram.zone)"]
        }
        let run = try await RunProgram(options, [Program.path, "serve", "--data", "HOME/inner"], at: served)
        _ = try await run.port()
        for (name, transport) in zip(names, ["+tcp", "+notcp"]) {
            try await run.says("\(name).svc.internal.: registered now")
            let record = try #require(try await served.data(name, "SRV").first)
            let port = try #require(record.split(separator: " ").dropFirst(2).first.flatMap { UInt16($0) })
            #expect(try await served.dig(transport, "+short", "ns.svc.internal", "A", port: port) == "127.0.0.1\n")
        }
        run.send(SIGTERM)
        #expect(try await run.ended() == 0, "\(run.output)")
        for name in names { #expect(try await served.data(name, "SRV") == []) }
        try await served.stop()
    }

    @Test("mistakes are told in a line, with the code of a mistake")
    func mistakes() async throws {
        let served = try await ServedProgram()
        let key = try await served.newKey(RunProgram.service)
        let names = ["run", "--name", RunProgram.service, "--server", "127.0.0.1:\(served.port)", "--key", key]
        for (arguments, text, status) in [
            (names, "give a program to run, after --", 2 as Int32),
            (names + ["--", "x", "{port:none}"], "{port:none} is none of the ports: http", 2),
            (names + ["--pass", "sockets", "--", "x", "{port}"], "{port} goes without --pass sockets", 2),
            (names + ["--stop-timeout", "soon", "--", "x"], "--stop-timeout takes a duration", 2),
            (names + ["--user", "no-such-user", "--", "x"], "there is no user 'no-such-user'", 2),
            (["run", "--", "true"], "give a name to register", 2),
            (names + ["--", "no-such-program"], "no-such-program: there is no such program", 127),
        ] {
            let result = try await served.program.run(arguments)
            #expect(result.status == status, "\(arguments): \(result)")
            #expect(result.complaint.contains(text), "\(arguments): \(result)")
            #expect(result.output.isEmpty)
        }
        #expect(try await served.data("_http._tcp.web", "SRV") == [])
        try await served.stop()
    }

    @Test("--print-unit prints a unit that systemd finds nothing wrong with", .needs(programs: "systemd-analyze"))
    func unit() async throws {
        let program = try Program()
        let result = try await program.run(
            "run", "--name", RunProgram.service, "--server", "127.0.0.1:53", "--print-unit", "--restart", "always",
            "--",
            "/bin/echo", "100 %", "$HOME", "--print-unit")
        #expect(result.status == 0, "\(result)")
        #expect(
            result.output.contains(
                "ExecStart=\(Program.path) run --name _http._tcp.web.svc.internal. --server 127.0.0.1:53 --restart always "
                    + "-- /bin/echo \"100 %%\" $$HOME --print-unit\n"), "\(result.output)")
        let file = try program.home.write("web.service", result.output)
        let verified = try await Tool.run("systemd-analyze", ["verify", "--man=no", file])
        #expect(verified.succeeded && !verified.output.contains("web.service"), "\(verified.output)")
    }

    @Test("from ready to registered under 50 ms, from its death to withdrawn under 100 ms")
    func quick() async throws {
        let served = try await ServedProgram()
        var registered: [Double] = []
        var withdrawn: [Double] = []
        for _ in 0..<3 {
            unlink("\(served.program.home.path)/ready")
            let serial = try #require(try await served.serial)
            let run = try await RunProgram(["--restart", "no"], Self.program, at: served)
            try await served.says("at serial \(serial + 1),")
            let there = Self.now
            let ready = try #require(Double(served.program.home.read("ready")))
            registered.append(there - ready)
            let port = try await run.port()
            let process = try #require(answer(at: port))
            let death = Self.now
            kill(process, SIGKILL)
            try await served.says("at serial \(serial + 2),")
            withdrawn.append(Self.now - death)
            _ = try await run.ended()
        }
        print(
            "ready to registered:", registered.map { Int($0 * 1000) }, "death to withdrawn:",
            withdrawn.map { Int($0 * 1000) })
        #expect(try #require(registered.min()) < 0.05, "\(registered)")
        #expect(try #require(withdrawn.min()) < 0.1, "\(withdrawn)")
        try await served.stop()
    }
}
