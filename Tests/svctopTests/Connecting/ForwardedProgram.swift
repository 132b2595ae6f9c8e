import Glibc
import PeerServers
import Testing

/// `svctop forward` while it runs.
final class ForwardedProgram {
    let child: ChildProcess
    private let program: Program

    init(_ arguments: [String], in program: Program, launcher: [String] = []) throws {
        self.program = program
        child = try ChildProcess(
            ["/usr/bin/env"] + program.prefix + ["PATH=/usr/bin:/bin"] + launcher + [Program.path, "forward"]
                + arguments, output: "\(program.home.path)/forward")
    }

    var output: String { program.home.read("forward") }

    func port() async throws -> UInt16 {
        try await waitUntil("it listens: \(output)") { output.contains("listening at") || !child.isRunning }
        return try #require(
            output.firstMatch(of: #/listening at [^\n]*\D(\d+)\n/#).flatMap { UInt16($0.1) }, "\(output)")
    }

    func stop() async throws -> Int32? {
        child.send(SIGTERM)
        try await waitUntil("it ends") { !child.isRunning }
        return child.exitStatus
    }
}
