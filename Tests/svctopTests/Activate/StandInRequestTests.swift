import Glibc
import PeerServers
import Testing

@Suite("`activate --status` and the like: who asks a stand-in", .needs(programs: "python3"))
struct StandInRequestTests {
    private let program: Program
    private var home: String { program.home.path }

    init() throws { program = try Program() }

    /// Answers each connection with its process, says when it is ready, and takes nobody any more once it is told to end.
    private static let answering = """
        import os, select, signal, socket, sys
        listener = socket.socket(fileno=3 + os.environ["LISTEN_FDNAMES"].split(":").index("http"))
        assert os.environ["LISTEN_PID"] == str(os.getpid()) and os.environ["LISTEN_FDS"] == "1"
        awake, ending = os.pipe()
        signal.signal(signal.SIGTERM, lambda *_: os.write(ending, b"x"))
        notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        notify.sendto(b"READY=1", os.environ["NOTIFY_SOCKET"].replace("@", "\\0"))
        listener.setblocking(False)
        while awake not in (ready := select.select([listener, awake], [], [])[0]):
            try: client = listener.accept()[0]
            except BlockingIOError: continue
            client.setblocking(True)
            client.sendall(b"%d" % os.getpid())
            client.close()
        """

    private static let command = ["/usr/bin/python3", "-c", answering]

    /// Asks without a pause until there is a file, and prints who has answered, in their order.
    private static let hammering = """
        import os, socket, sys
        answers = []
        while not os.path.exists(sys.argv[2]):
            client = socket.socket(socket.AF_UNIX)
            client.connect(sys.argv[1])
            answer = client.recv(100).decode()
            if answers[-1:] != [answer]: answers.append(answer)
            client.close()
        print(" ".join(answers))
        """

    private func svctop(_ arguments: [String]) -> [String] {
        ["/usr/bin/env"] + program.prefix + [Program.path, "activate", "--control", "\(home)/control.sock"] + arguments
    }

    private func standIn(_ command: [String] = Self.command) async throws -> ChildProcess {
        let place = ["--service", "web", "--socket", "http=unix:\(home)/web", "--ready", "notify"]
        let child = try ChildProcess(svctop(place + ["--"] + command), output: "\(home)/log")
        try await waitUntil("it listens: \(program.home.read("log"))") {
            access("\(home)/control.sock", F_OK) == 0 || !child.isRunning
        }
        return child
    }

    private func ask(_ arguments: String...) async throws -> Program.Result {
        try await program.run(["activate", "--control", "\(home)/control.sock"] + arguments)
    }

    @Test("its services are told in a table, and in JSON with their sockets")
    func status() async throws {
        let standIn = try await standIn()
        let table = try await ask("--status").output.split(separator: "\n").map { $0.split(separator: " ") }
        try #require(table.count == 2, "\(table)")
        #expect(table[0] == ["SERVICE", "STATE", "SINCE", "STARTS", "LAST", "START", "PROCESS", "NAMES"])
        // The third is for how long.
        #expect(table[1].prefix(2) + table[1].dropFirst(3) == ["web", "dormant", "0", "-", "-", "-"])
        _ = try await ask("--start", "web")
        let json = try await ask("--status", "--json")
        #expect(json.output.contains(#""state":"active""#), "\(json)")
        #expect(json.output.contains(#""sockets":[{"name":"http","kind":"unix","place":"\#(home)/web""#), "\(json)")
        #expect(json.output.contains(#""process":\#(standIn.pid),"uid":\#(getuid()),"#), "\(json)")
        standIn.end(with: SIGTERM)
        let nobody = try await ask("--status")
        #expect(nobody.status == 1)
        #expect(nobody.complaint == "svctop: \(home)/control.sock: no stand-in is there\n")
    }

    @Test("a start, a stop and an upgrade are told of when they have come about, or why they have not")
    func acts() async throws {
        let standIn = try await standIn()
        defer { standIn.end(with: SIGTERM) }
        let started = try await ask("--start", "web")
        let process = try #require(started.complaint.firstMatch(of: #/web: process (\d+) is ready/#)?.1, "\(started)")
        #expect(try await ask("--start", "web").complaint == "svctop: web: it runs already\n")
        let upgraded = try await ask("--upgrade", "web")
        #expect(upgraded.status == 0)
        #expect(upgraded.complaint.contains("is ready, and has taken the place of the one before"))
        #expect(!upgraded.complaint.contains(" \(process) "))
        #expect(try await ask("--stop", "web").complaint == "svctop: web: it has ended\n")
        let stopped = try await ask("--stop", "web")
        #expect(stopped.status == 1)
        #expect(stopped.complaint == "svctop: web: it does not run\n")
        let unknown = try await ask("--start", "mail")
        #expect(unknown.status == 2)
        #expect(unknown.complaint == "svctop: no stand-in has a service 'mail'; there are: web\n")
    }

    @Test("a start that fails is told of with its reason")
    func failure() async throws {
        let standIn = try await standIn(["/bin/sh", "-c", "exit 3"])
        defer { standIn.end(with: SIGTERM) }
        let started = try await ask("--start", "web")
        #expect(started.status == 1)
        #expect(
            started.complaint.hasPrefix("svctop: web: its process ended with code 3 before it was ready"), "\(started)")
    }

    @Test("programs take the sockets from one another, and no client is refused or left without an answer")
    func take() async throws {
        let standIn = try await standIn()
        defer { standIn.end(with: SIGTERM) }
        _ = try await ask("--start", "web")
        let clients = Task { [home] in
            try await Tool.run("python3", ["-c", Self.hammering, "\(home)/web", "\(home)/over"])
        }
        var takers: [ChildProcess] = []
        for _ in 0..<5 {
            let taker = try ChildProcess(svctop(["--take", "web", "--"] + Self.command), output: "\(home)/takers")
            // Who asked for the sockets is who serves.
            while !(try await ask("--status", "--json").output.contains(#""process":\#(taker.pid),"new"#)) {
                try #require(taker.isRunning, "\(program.home.read("takers"))")
            }
            takers.append(taker)
        }
        for taker in takers.dropLast() {
            try await waitUntil("it is told to end") { !taker.isRunning }
            #expect(taker.exitStatus == 0)
        }
        try program.home.write("over", "")
        let result = try await clients.value
        #expect(result.succeeded, "\(result.output)")
        #expect(result.output.split(whereSeparator: \.isWhitespace).count >= 3, "\(result.output)")
        #expect(program.home.read("takers") == "")
    }

    @Test(
        "another user who asks too much at a time is not heard any more, and root is answered all the same",
        .needsOtherUsers)
    func crowd() async throws {
        let standIn = try await standIn()
        defer { standIn.end(with: SIGTERM) }
        chmod(home, 0o755)
        let script = """
            import os, socket, subprocess, sys
            def ask():
                control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                control.connect(sys.argv[1])
                try:
                    control.send(b"REQUEST=watch")
                    return control, control.recv(65536).decode()
                except OSError: return control, ""
            root = subprocess.Popen(["/bin/sh", "-c", "read go; exec " + sys.argv[2]], stdin=subprocess.PIPE)
            os.setgroups([]); os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
            answers = [ask() for _ in range(300)]
            print(sum("SERVICE=web" in text for _, text in answers), flush=True)
            root.communicate(b"\\n")
            """
        let status = svctop(["--status"]).joined(separator: " ")
        let result = try await Tool.run("python3", ["-c", script, "\(home)/control.sock", status])
        let lines = result.output.split(separator: "\n")
        #expect(lines.first == "64", "\(result)")
        #expect(lines.last?.hasPrefix("web") == true, "\(result)")
    }

    @Test("a program that is not there takes nothing")
    func noProgram() async throws {
        let standIn = try await standIn()
        defer { standIn.end(with: SIGTERM) }
        let result = try await ask("--take", "web", "--", "/none/such")
        #expect(result.status == 2)
        #expect(result.complaint == "svctop: /none/such: there is no such program\n")
        #expect(try await ask("--status").output.contains("dormant"))
    }
}
