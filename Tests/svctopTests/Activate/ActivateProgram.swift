import Glibc
import PeerServers
import Testing

/// `svctop activate` while it runs, with a server of its own.
final class ActivateProgram: ServedCommand {
    let served: ServedProgram
    let child: ChildProcess
    let log: String

    /// Where it is asked.
    static func control(_ served: ServedProgram) -> String { "\(served.program.home.path)/control.sock" }

    /// - Parameter arguments: `HOME` in them stands for a folder of its own.
    init(_ arguments: [String], at served: ServedProgram, environment: [String] = []) throws {
        self.served = served
        log = "activate-\(UInt32.random(in: 0 ... .max))"
        let home = served.program.home.path
        let path = "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
        child = try ChildProcess(
            ["/usr/bin/env"] + served.program.prefix + [path] + environment + [
                Program.path, "activate", "--control", Self.control(served),
            ] + arguments.map { $0.replacing("HOME", with: home) },
            output: "\(home)/\(log)")
    }

    /// One service, from options.
    convenience init(
        _ options: [String] = [], _ command: [String], at served: ServedProgram, environment: [String] = []
    ) async throws {
        let key = served.keyFile(Self.service)
        if access(key, F_OK) != 0 { _ = try await served.newKey(Self.service) }
        let place = ["--name", Self.service, "--server", "127.0.0.1:\(served.port)", "--key", key]
        try self.init(place + options + ["--"] + command, at: served, environment: environment)
    }

    /// Asks it.
    func ask(_ arguments: String...) async throws -> Program.Result {
        try await served.program.run(["activate", "--control", Self.control(served)] + arguments)
    }
}
