import Glibc
import PeerServers
import Testing

/// `svctop run` while it runs, with a server of its own.
final class RunProgram: ServedCommand {
    let served: ServedProgram
    let child: ChildProcess
    let log: String

    /// Starts it.
    /// - Parameters:
    ///   - options: those before the `--`, besides name, server and key.
    ///   - command: the program; `HOME` in it stands for a folder of its own.
    init(
        _ options: [String] = [], _ command: [String], at served: ServedProgram, environment: [String] = []
    ) async throws {
        self.served = served
        let key = served.keyFile(Self.service)
        if access(key, F_OK) != 0 { _ = try await served.newKey(Self.service) }
        log = "run-\(UInt32.random(in: 0 ... .max))"
        let home = served.program.home.path
        let path = "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
        child = try ChildProcess(
            ["/usr/bin/env"] + served.program.prefix + [path] + environment + [
                Program.path, "run", "--name", Self.service, "--server", "127.0.0.1:\(served.port)", "--key", key,
            ] + options + ["--"] + command.map { $0.replacing("HOME", with: home) },
            output: "\(home)/\(log)")
    }

    /// The process that it runs.
    var program: pid_t? {
        get async throws {
            pid_t(try await Tool.run("pgrep", ["-P", "\(child.pid)"]).output.prefix { $0.isNumber })
        }
    }
}
