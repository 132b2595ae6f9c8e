import PeerServers
import Testing

/// A program that is started when it is used: what it is started with, and what it says then.
struct ActivatedProgram: Sendable, CustomTestStringConvertible {
    enum Socket: Hashable, Sendable {
        case stream
        case datagram
        case local
    }

    /// How it is seen to answer.
    enum Answer: Sendable {
        /// What is said to it, and how its answer begins.
        case text(String, String)
        /// A client of its own, run with the port in place of `PORT`, and how that one's output ends.
        case client([String], String)
    }

    var testDescription: String
    /// `HOME` in it stands for a folder of its own.
    var command: [String]
    var socket = Socket.stream
    /// Whether each connection has a process of its own.
    var isPerConnection = false
    /// Whether the socket is its standard input and output.
    var isByStandardInput = false
    var answer: Answer
    /// What has to be there before it is started: a name and a text.
    var files: [(name: String, text: String)] = []
    /// Run before it is started.
    var preparation: [[String]] = []
    /// Programs that it takes.
    var needed: [String] = ["python3"]

    init(_ name: String, _ command: [String], _ answer: Answer) {
        (testDescription, self.command, self.answer) = (name, command, answer)
    }

    init(_ name: String, python script: String, _ answer: Answer = .text("hello\n", "hello\n")) {
        self.init(name, ["/usr/bin/python3", "-c", script], answer)
    }

    /// The same with something changed.
    func with(_ change: (inout ActivatedProgram) -> Void) -> ActivatedProgram {
        var changed = self
        change(&changed)
        return changed
    }

    var isInstalled: Bool { needed.allSatisfy { Tool.path(of: $0) != nil } }
}

// MARK: - Those that others have made

extension ActivatedProgram {
    private static let application = """
        def wsgi(environment, start):
            start("200 OK", [("Content-Length", "4")])
            return [b"here"]

        async def asgi(scope, receive, send):
            if scope["type"] == "http":
                await send({"type": "http.response.start", "status": 200, "headers": []})
                await send({"type": "http.response.body", "body": b"here"})
        """

    private static func page(of version: String) -> Answer {
        .text("GET / HTTP/1.0\r\n\r\n", "HTTP/\(version) 200 OK\r\n")
    }

    static let gunicorn = ActivatedProgram(
        "gunicorn", ["gunicorn", "--chdir", "HOME", "--worker-tmp-dir", "HOME", "application:wsgi"], page(of: "1.0")
    ).with {
        $0.files = [("application.py", application)]
        $0.needed = ["gunicorn"]
    }

    static let uvicorn = ActivatedProgram(
        "uvicorn", ["uvicorn", "--app-dir", "HOME", "--fd", "3", "application:asgi"], page(of: "1.1")
    ).with {
        $0.files = [("application.py", application)]
        $0.needed = ["uvicorn"]
    }

    /// Says something to those who have the key.
    static let sshd = ActivatedProgram(
        "sshd -i", ["/usr/sbin/sshd", "-i", "-e", "-f", "HOME/sshd.conf"],
        .client(sshClient + ["-i", "HOME/client", "127.0.0.1", "echo here"], "here\n")
    ).with {
        ($0.isPerConnection, $0.isByStandardInput) = (true, true)
        $0.files = [
            (
                "sshd.conf",
                """
                HostKey HOME/host
                AuthorizedKeysFile HOME/client.pub
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                PidFile none

                """
            )
        ]
        $0.preparation =
            ["host", "client", "stranger"].map { ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "HOME/\($0)"] }
            // Where it locks itself up until it knows whom it serves: root's has to be there.
            + [["sh", "-c", "[ $(id -u) -ne 0 ] || install -d -m 755 /run/sshd"]]
        $0.needed = ["sshd", "ssh", "ssh-keygen"]
    }

    /// Nobody's files but the test's own.
    static let sshClient = [
        "ssh", "-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o",
        "LogLevel=ERROR", "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-p", "PORT",
    ]

    static let shellScript = ActivatedProgram(
        "a shell script", ["/bin/sh", "-c", "read -r line; echo \"you said $line\""], .text("hi\n", "you said hi\n")
    ).with {
        ($0.isPerConnection, $0.isByStandardInput) = (true, true)
        $0.needed = []
    }

    /// Swift NIO's listener, adopted.
    static let nioStream = ActivatedProgram(
        "a Swift NIO service", [Program.path, "serve", "--data", "HOME/data"],
        .client(["dig", "@127.0.0.1", "-p", "PORT", "+tcp", "+short", "ns.svc.internal", "A"], "127.0.0.1\n")
    ).with { $0.needed = ["dig"] }

    static let nioDatagram = nioStream.with {
        $0.testDescription = "a Swift NIO service by UDP"
        $0.socket = .datagram
        $0.answer = .client(
            ["dig", "@127.0.0.1", "-p", "PORT", "+notcp", "+short", "ns.svc.internal", "A"], "127.0.0.1\n")
    }
}

// MARK: - Those that do one thing

extension ActivatedProgram {
    static let udpEcho = ActivatedProgram("a UDP echo", python: PythonService.datagramEcho(descriptor: 3)).with {
        $0.socket = .datagram
    }

    /// As inetd's `wait`: the socket itself is its standard input.
    static let udpEchoByStandardInput = ActivatedProgram(
        "a UDP echo, inetd style", python: PythonService.datagramEcho(descriptor: 0)
    ).with { ($0.socket, $0.isByStandardInput) = (.datagram, true) }

    static let echo = ActivatedProgram("an echo", python: PythonService.echo)

    static let local = echo.with {
        $0.testDescription = "a Unix socket server"
        $0.socket = .local
    }

    static let holding = ActivatedProgram("one whose clients stay", python: PythonService.holding)

    /// It takes its time, and says when it is ready.
    static let slow = ActivatedProgram("one that is ready late", python: PythonService.slow)

    /// What it was left by the process before.
    static let storing = ActivatedProgram(
        "one that stores a descriptor", python: PythonService.storing, .text("hello\n", "nothing was stored\n"))

    static let describing = ActivatedProgram("one that tells what it has", python: PythonService.describing)

    static let draining = ActivatedProgram("one that loses nobody", python: PythonService.draining)

    static let lingering = ActivatedProgram("one that takes a while to end", python: PythonService.lingering)

    static let failing = ActivatedProgram("it cannot start", python: PythonService.failing)

    static let hanging = ActivatedProgram("it hangs", python: PythonService.hanging)

    static let stubborn = ActivatedProgram("one that hangs for good", python: PythonService.stubborn)

    static let answering: [ActivatedProgram] = [
        gunicorn, uvicorn, sshd, shellScript, nioStream, nioDatagram, udpEcho, udpEchoByStandardInput, local, slow,
        storing,
    ]
}
