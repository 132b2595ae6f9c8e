import ActivationControl
import Glibc
import PeerServers
import ServiceRegistration
import ServiceSupervision
import Testing

@testable import ServiceActivation

@Suite("A stand-in starts real processes for real clients", .needs(programs: "python3"), .timeLimit(.minutes(1)))
struct StandInTests {
    /// Answers each connection with its pid and the name of its socket, until it is told to end.
    private static let server = """
        import os, socket, signal, sys
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        assert int(os.environ["LISTEN_PID"]) == os.getpid()
        names = os.environ["LISTEN_FDNAMES"].split(":")
        s = socket.socket(fileno=3)
        while True:
            c, _ = s.accept()
            c.sendall(f"{os.getpid()} {names[0]}\\n".encode())
            c.close()
        """

    private func service(_ name: String, _ script: String = server) -> ActivatedService {
        var service = ActivatedService(
            name, "python3", ["-c", script],
            sockets: [ActivatedSocket("http", .network(.tcp, port: nil, addresses: []))])
        service.environment = ["PATH": "/usr/bin:/bin"]
        return service
    }

    @Test("the client that comes first starts it, and is answered; the next one is answered by the same process")
    func activation() async throws {
        let trial = try StandInTrial([service("web")])
        let port = try #require(trial.ports["web"])
        #expect(try trial.client.reports().map(\.state) == [.dormant])
        let first = try await Client.ask(port)
        #expect(first.hasSuffix(" http\n"))
        #expect(try await Client.ask(port) == first)
        let report = try #require(try trial.client.reports().first)
        #expect(report.state == .active && report.starts == 1)
        #expect(first.hasPrefix("\(try #require(report.process)) "))
        #expect(await trial.end() == .ended)
        #expect(throws: (any Error).self) { try trial.client.reports() }
    }

    @Test("a process that is killed is followed by another, and the clients of the meantime are answered by that")
    func crash() async throws {
        let trial = try StandInTrial([service("web")])
        let port = try #require(trial.ports["web"])
        let first = try await Client.ask(port)
        kill(try #require(pid_t(first.prefix { $0 != " " })), SIGKILL)
        let second = try await Client.ask(port)
        #expect(second.hasSuffix(" http\n") && second != first)
        #expect(await trial.end() == .ended)
    }

    @Test(
        "a new process is ready when it takes a connection itself, be the old one as quick as it likes; then that one goes"
    )
    func upgrade() async throws {
        let trial = try StandInTrial([service("web")])
        let port = try #require(trial.ports["web"])
        let first = try await Client.ask(port)
        try trial.client.upgrade("web")
        #expect(throws: ControlError.refused("a new process is on its way already")) { try trial.client.upgrade("web") }
        let notes = await trial.notes { if case .upgraded = $0 { true } else { false } }
        #expect(notes.contains(.upgrading))
        let second = try await Client.ask(port)
        #expect(second.hasSuffix(" http\n") && second != first)
        #expect(await trial.end() == .ended)
    }

    @Test("another stand-in takes over a service that runs and one that sleeps, and the sockets with them")
    func replacement() async throws {
        let services = [service("web"), service("mail")]
        let former = try StandInTrial(services)
        let (web, mail) = (try #require(former.ports["web"]), try #require(former.ports["mail"]))
        let first = try await Client.ask(web)
        let trial = try StandInTrial(services, replacing: former)
        #expect(await former.finishedEnd == .replaced)
        #expect(try await Client.ask(web) == first)
        #expect(try trial.client.reports().map(\.state) == [.active, .dormant])
        #expect(try trial.client.reports().map(\.starts) == [1, 0])
        #expect(try await Client.ask(mail).hasSuffix(" http\n"))
        // One that it has not started itself is followed by another all the same.
        kill(try #require(pid_t(first.prefix { $0 != " " })), SIGKILL)
        let second = try await Client.ask(web)
        #expect(second.hasSuffix(" http\n") && second != first)
        #expect(await trial.end() == .ended)
    }

    @Test(
        "who has connected and said nothing yet is not lost when another stand-in takes over, and neither is what ends")
    func guests() async throws {
        let folder = try TemporaryFolder()
        // Of a Unix socket the kernel keeps nobody back who says nothing.
        let path = "\(folder.path)/echo.sock"
        var echo = ActivatedService(
            "echo", "cat", sockets: [ActivatedSocket("echo", .local(LocalSocketPlace(path: path)))])
        echo.environment = ["PATH": "/usr/bin:/bin"]
        echo.acceptance = .perConnection
        echo.passing = .stdio
        echo.wake = .data
        let slow = service(
            "slow",
            """
            import signal, socket, time
            signal.signal(signal.SIGTERM, lambda *_: None)
            s = socket.socket(fileno=3)
            while True: s.accept()[0].close()
            """)
        let former = try StandInTrial([echo, slow])
        let guest = PatientClient(at: .local(path))
        _ = try await Client.ask(try #require(former.ports["slow"]))
        try former.client.stop("slow")
        // He has been accepted before anything that is asked from now on is answered.
        #expect(try former.client.reports().map(\.state) == [.dormant, .stopping])
        let trial = try StandInTrial([echo, slow], replacing: former)
        #expect(await former.finishedEnd == .replaced)
        #expect(try trial.client.reports().map(\.state) == [.dormant, .stopping])
        guest.say("still here\n")
        guest.stopSending()
        #expect(try await guest.answer() == .answered("still here\n"))
        trial.standIn.kill()
        #expect(await trial.end() == .ended)
    }
}

enum Client {
    /// All that a server at a port of 127.0.0.1 says.
    static func ask(_ port: UInt16, saying words: String = "") async throws -> String {
        try await Tool.run("python3", ["-c", script, "\(port)", words]).output
    }

    private static let script = """
        import socket, sys
        c = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=20)
        c.sendall(sys.argv[2].encode())
        data = b""
        while True:
            part = c.recv(4096)
            if not part: break
            data += part
        sys.stdout.write(data.decode())
        """
}
