import Glibc
import PeerServers
import Testing

/// `systemd-socket-activate` with a program.
///
/// It becomes the program when somebody comes; where each connection has a process, it stays and starts those.
final class SystemdActivation: ActivatedService {
    let program: ActivatedProgram
    let home: TemporaryFolder
    let place: ClientPlace
    private let child: ChildProcess

    init(_ program: ActivatedProgram) async throws {
        self.program = program
        home = try await program.prepare()
        let listen: String
        switch program.socket {
        case .stream, .datagram:
            let port = try freeLoopbackPort()
            listen = "127.0.0.1:\(port)"
            place = program.socket == .stream ? .stream(port) : .datagram(port)
        case .local:
            listen = "\(home.path)/socket"
            place = .local(listen)
        }
        var options = ["-l", listen, "-E", "LC_ALL", "--fdname", "main"]
        if program.socket == .datagram { options.append("-d") }
        if program.isPerConnection { options.append("-a") }
        if program.isByStandardInput { options.append("--inetd") }
        child = try ChildProcess(
            Activator.environment(home: home.path) + ["systemd-socket-activate"] + options
                + program.command(in: home),
            output: "\(home.path)/log")
        try await says("Listening on")
    }

    var output: String { home.read("log") }

    func stop() async throws {
        child.send(SIGTERM)
        try await waitUntil("it ends: \(output)") { !child.isRunning }
    }
}
