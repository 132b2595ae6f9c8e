import Glibc
import PeerServers
import Testing

/// `svctop run` with a program that says a word to whoever connects, through the socket that it was handed.
final class EssayService {
    let program: Program
    private let child: ChildProcess

    private static let script = """
        import socket, sys
        listener = socket.socket(fileno=3)
        while True:
            connection, _ = listener.accept()
            connection.sendall(sys.argv[1].encode() + b"\\n")
            connection.close()
        """

    /// - Parameters:
    ///   - prefix: what makes it run as another user or on another host.
    init(
        _ word: String, at server: EssayServer, name: String = EssayServer.web, on host: TestHost? = nil,
        _ options: [String] = []
    ) throws {
        let program = try Program()
        self.program = program
        let command =
            ["/usr/bin/env"] + program.prefix
            + [Program.path, "run", "--name", name, "--key", server.keyFile(name), "--server", server.place] + options
            + ["--", Tool.path(of: "python3") ?? "python3", "-c", Self.script, word]
        child = try ChildProcess(host?.command(command) ?? command, output: "\(program.home.path)/log")
    }

    var output: String { program.home.read("log") }

    var isRunning: Bool { child.isRunning }

    /// Waits until it has said something, after so many characters.
    func says(_ text: String, _ location: SourceLocation = #_sourceLocation) async throws {
        try await waitUntil("“\(text)” in \(output)", location) { output.contains(text) }
    }

    func send(_ signal: Int32) { child.send(signal) }

    /// Ends it and waits for its end.
    func stop(with signal: Int32 = SIGTERM) async throws {
        child.send(signal)
        try await waitUntil("it ends") { !child.isRunning }
    }

    deinit { child.end(with: SIGKILL) }
}
