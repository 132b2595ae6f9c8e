import Glibc
import PeerServers
import Testing

@Suite("`run`: real programs are registered when they are ready, and come back at their port", .needs(programs: "dig"))
struct RealProgramsTests {
    /// A program as it is run, and how it is seen to answer.
    enum Candidate: String, CaseIterable, CustomTestStringConvertible {
        case httpServer
        case nginx
        case redis
        case postgres
        case gunicorn
        case uvicorn

        var testDescription: String { rawValue }

        var program: String {
            switch self {
            case .httpServer: "python3"
            case .nginx: "nginx"
            case .redis: "redis-server"
            case .postgres: "pg_ctlcluster"
            case .gunicorn: "gunicorn"
            case .uvicorn: "uvicorn"
            }
        }

        var command: [String] {
            switch self {
            case .httpServer: ["python3", "-m", "http.server", "--bind", "127.0.0.1", "{port}"]
            case .nginx:
                [
                    "sh", "-c",
                    "sed \"s/PORT/$1/\" HOME/nginx.in >HOME/nginx.conf; exec nginx -p HOME -e stderr -c HOME/nginx.conf",
                    "nginx", "{port}",
                ]
            case .redis: ["redis-server", "--port", "{port}", "--bind", "127.0.0.1", "--save", "", "--dir", "HOME"]
            case .postgres:
                [
                    "sh", "-c", "exec $(ls -d /usr/lib/postgresql/*/bin | tail -n 1)/postgres \"$@\"", "postgres", "-D",
                    "HOME/pg", "-p", "{port}", "-h", "127.0.0.1", "-k", "",
                ]
            case .gunicorn: ["gunicorn", "--chdir", "HOME", "--worker-tmp-dir", "HOME", "application:wsgi"]
            case .uvicorn: ["uvicorn", "--app-dir", "HOME", "--fd", "3", "application:asgi"]
            }
        }

        var options: [String] {
            switch self {
            case .postgres: getuid() == 0 ? ["--user", "postgres"] : []
            default: []
            }
        }

        /// What is said to it, and what it says then.
        var question: String {
            switch self {
            case .httpServer, .nginx, .gunicorn, .uvicorn: "GET / HTTP/1.0\r\n\r\n"
            case .redis: "PING\r\n"
            // An SSLRequest: it answers S or N.
            case .postgres: "\u{0}\u{0}\u{0}\u{8}\u{4}\u{d2}\u{16}\u{2f}"
            }
        }

        func isAnswer(_ text: String) -> Bool {
            switch self {
            case .httpServer, .nginx, .gunicorn, .uvicorn: text.hasPrefix("HTTP/1.") && text.contains(" 200 ")
            case .redis: text == "+PONG\r\n"
            case .postgres: text == "S" || text == "N"
            }
        }

        /// How it ends when it is told to.
        var status: Int32 { self == .httpServer ? 128 + SIGTERM : 0 }

        var isInstalled: Bool { Tool.path(of: program) != nil }
    }

    private static let nginxConfiguration = """
        daemon off; worker_processes 1; pid HOME/nginx.pid; events {}
        http {
            access_log off; client_body_temp_path HOME/t1; proxy_temp_path HOME/t2; fastcgi_temp_path HOME/t3;
            uwsgi_temp_path HOME/t4; scgi_temp_path HOME/t5;
            server { listen 127.0.0.1:PORT; location / { return 200 "here"; } }
        }
        """

    private static let application = """
        def wsgi(environment, start):
            start("200 OK", [("Content-Length", "4")])
            return [b"here"]

        async def asgi(scope, receive, send):
            if scope["type"] == "http":
                await send({"type": "http.response.start", "status": 200, "headers": []})
                await send({"type": "http.response.body", "body": b"here"})
        """

    private func prepare(_ candidate: Candidate, in home: TemporaryFolder) async throws {
        switch candidate {
        case .nginx:
            try home.write("nginx.in", Self.nginxConfiguration.replacing("HOME", with: home.path))
        case .gunicorn, .uvicorn: try home.write("application.py", Self.application)
        case .postgres:
            let asOwner =
                getuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : ["env"]
            if getuid() == 0 {
                try #require(chmod(home.path, 0o755) == 0)
                let made = try await Tool.run("install", ["-d", "-o", "postgres", "-m", "700", "\(home.path)/pg"])
                try #require(made.succeeded, "\(made)")
            }
            let made = try await Tool.run(
                "sh",
                [
                    "-c",
                    "\(asOwner.joined(separator: " ")) $(ls -d /usr/lib/postgresql/*/bin | tail -n 1)/initdb "
                        + "--no-sync -A trust -D '\(home.path)/pg'",
                ])
            try #require(made.succeeded, "\(made)")
        case .httpServer, .redis: break
        }
    }

    private func answers(_ candidate: Candidate, at port: UInt16) -> Bool {
        candidate.isAnswer(RawConnection.answer(to: candidate.question, at: port) ?? "")
    }

    @Test(
        "answers where the record says; killed, it is back at the same port with no update; told, it is withdrawn",
        arguments: Candidate.allCases.filter { $0.isInstalled || isContinuousIntegration })
    func life(candidate: Candidate) async throws {
        let served = try await ServedProgram()
        try await prepare(candidate, in: served.program.home)
        let run = try await RunProgram(candidate.options, candidate.command, at: served)
        let port = try await run.port()
        #expect(answers(candidate, at: port), "\(run.output)")
        let serial = try await served.serial

        let process = try #require(try await run.program)
        kill(process, SIGKILL)
        try await run.says("the program was ended by SIGKILL")
        try await waitUntil("it answers again: \(run.output)") { answers(candidate, at: port) }
        #expect(try await run.program != process)
        #expect(try await served.serial == serial)

        run.send(SIGTERM)
        #expect(try await run.ended() == candidate.status << 8, "\(run.output)")
        #expect(try await run.recordedPort == nil)
        #expect(kill(process, 0) != 0)
        try await served.stop()
    }
}

/// One question and its answer, by TCP on 127.0.0.1.
enum RawConnection {
    /// - Returns: nil where nobody listens; what came until nothing did any more otherwise.
    static func answer(to question: String, at port: UInt16) -> String? {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(connection) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { return nil }
        // Latin-1: a byte for each character.
        let bytes = question.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        var timeout = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var answer = [UInt8](repeating: 0, count: 4096)
        let count = recv(connection, &answer, answer.count, 0)
        return String(decoding: answer.prefix(max(0, count)), as: UTF8.self)
    }
}
