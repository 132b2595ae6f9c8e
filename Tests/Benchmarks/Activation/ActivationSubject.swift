import CBenchmarks
import CPlatform
import Glibc
import PeerServers

/// A program that starts the answering service when a client comes.
final class ActivationSubject {
    enum Manner {
        /// It stays, and has a child each time.
        case stays
        /// It becomes the service, and is started again each time.
        case becomes
    }

    let name: String
    /// Milliseconds from before the call to the first byte of the answer.
    private(set) var waits: [Double] = []
    private let command: [String]
    private let port: UInt16
    private let manner: Manner
    private let output: String
    private var process: ChildProcess?

    init(_ name: String, _ command: [String], port: UInt16, _ manner: Manner = .stays, in folder: TemporaryFolder)
        throws
    {
        guard let program = command[0].contains("/") ? command[0] : Tool.path(of: command[0]) else {
            throw BenchmarkError("\(command[0]) is not installed")
        }
        self.name = name
        self.command = [program] + command.dropFirst()
        self.port = port
        self.manner = manner
        output = "\(folder.path)/\(port)"
    }

    var pid: pid_t { process?.pid ?? 0 }

    func start() async throws {
        let process = try ChildProcess(command, output: output)
        self.process = process
        try await wait("listen", until: Clock.now + 10) {
            var found = platform_listener()
            return platform_listeners(port, 0, &found, 1) > 0
        }
        // From listening to waiting for what listening brings.
        try await Task.sleep(for: .milliseconds(20))
    }

    /// Calls once, when nothing of the call before is left.
    func call() async throws {
        if manner == .becomes || process == nil { try await start() }
        let pid = pid
        if manner == .stays {
            try await wait("have its service end", until: Clock.now + 10) { ProcessTree.isAlone(pid) }
            try await Task.sleep(for: .milliseconds(5))
        }
        let taken = benchmark_first_byte(port)
        guard taken >= 0 else { throw BenchmarkError("\(name): \(String(cString: strerror(errno)))") }
        waits.append(Double(taken) / 1e6)
        guard manner == .becomes, let process else { return }
        try await wait("end", until: Clock.now + 10) { !process.isRunning }
    }

    func stop() {
        process?.end(with: SIGTERM)
        process = nil
    }

    private func wait(_ what: String, until deadline: Double, for isSo: () -> Bool) async throws {
        while !isSo() {
            guard Clock.now < deadline, manner == .becomes || process?.isRunning == true else {
                throw BenchmarkError("\(name) does not \(what): \(SmallFile.text(output))")
            }
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}
