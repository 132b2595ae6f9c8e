import Glibc
import PeerServers
import Testing

/// `svctop serve` while it runs, with a home of its own, on ports that the kernel picked.
final class ServedProgram: Sendable {
    let program: Program
    /// Where it listens, UDP and TCP.
    let port: UInt16
    private let child: ChildProcess
    private let log: String

    static let zone = "svc.internal."

    /// Starts it and waits until it is ready.
    convenience init(_ options: String..., in program: Program? = nil, environment: [String] = []) async throws {
        let program = try program ?? Program()
        let arguments = ["serve", "--data", Self.data(program), "--listen", "127.0.0.1:0"] + options
        try await self.init(
            program, ["/usr/bin/env"] + program.prefix + environment + [Program.path] + arguments)
    }

    /// Starts it by another command than usual.
    init(_ program: Program, _ command: [String]) async throws {
        self.program = program
        log = "log-\(UInt32.random(in: 0 ... .max))"
        child = try ChildProcess(command, output: "\(program.home.path)/\(log)")
        let (folder, log, child) = (program.home, log, child)
        try await waitUntil("it listens: \(folder.read(log))") {
            !child.isRunning || folder.read(log).contains("serial") && folder.read(log).contains("listening at ")
        }
        let found = folder.read(log).firstMatch(of: #/listening at 127\.0\.0\.1:(\d+)\n/#)
        port = try #require(found.flatMap { UInt16($0.1) }, "\(folder.read(log))")
    }

    /// Where zones and keys lie in a home.
    static func data(_ program: Program) -> String { "\(program.home.path)/data" }

    var data: String { Self.data(program) }

    /// Everything that it has printed.
    var output: String { program.home.read(log) }

    var lines: [String] { output.split(separator: "\n").map(String.init) }

    var isRunning: Bool { child.isRunning }

    /// Where it listens for TLS.
    var tlsPort: UInt16? {
        output.firstMatch(of: #/listening at 127\.0\.0\.1:(\d+) for TLS\n/#).flatMap { UInt16($0.1) }
    }

    /// Waits until it has said something.
    func says(_ text: String, _ location: SourceLocation = #_sourceLocation) async throws {
        try await waitUntil("“\(text)”", location) { output.contains(text) }
    }

    func send(_ signal: Int32) { child.send(signal) }

    /// The exit status after its end, as `waitpid` tells it: 0 where all went well.
    func ended() async throws -> Int32? {
        try await waitUntil("it ends") { !child.isRunning }
        return child.exitStatus
    }

    /// Ends it as systemd does, and expects that it ends well.
    func stop(_ location: SourceLocation = #_sourceLocation) async throws {
        send(SIGTERM)
        #expect(try await ended() == 0, "\(output)", sourceLocation: location)
    }
}

// MARK: - Keys

extension ServedProgram {
    /// `svctop key …` on its folder.
    func key(_ arguments: String...) async throws -> Program.Result {
        try await program.run(["key"] + arguments + ["--data", data])
    }

    /// Makes a key, and waits until it is taken.
    @discardableResult
    func newKey(_ name: String, _ options: String...) async throws -> String { try await newKey(name, options) }

    @discardableResult
    func newKey(_ name: String, _ options: [String]) async throws -> String {
        let count = lines.count
        let result = try await program.run(["key", "new", name, "--data", data] + options)
        try #require(result.status == 0, "\(result.complaint)")
        try await keysAreRead(after: count)
        return String(result.output.dropLast())
    }

    /// Waits until it has read the keys, after so many lines.
    func keysAreRead(after count: Int) async throws {
        try await waitUntil("the keys are read") { lines.dropFirst(count).contains { $0.hasSuffix(" keys in force") } }
    }

    /// The file of a key.
    func keyFile(_ name: String) -> String { "\(data)/keys/\(name.dropLast(name.hasSuffix(".") ? 1 : 0)).key" }

    var adminKey: String { keyFile("admin.svc.internal") }
}

// MARK: - Asking

extension ServedProgram {
    /// What dig(1) or kdig(1) prints.
    func dig(_ arguments: String..., by tool: String = "dig", port: UInt16? = nil) async throws -> String {
        let place = ["@127.0.0.1", "-p", "\(port ?? self.port)"]
        return try await Tool.run(tool, place + (tool == "dig" ? ["+tries=3", "+time=5"] : []) + arguments).output
    }

    var serial: UInt32? {
        get async throws {
            try await dig("+short", Self.zone, "SOA").split(separator: " ").dropFirst(2).first.flatMap { UInt32($0) }
        }
    }

    /// The data at a name, by dig +short, in order.
    func data(_ name: String, _ type: String) async throws -> [String] {
        try await dig("+short", "+norecurse", "\(name).\(Self.zone)", type).split(separator: "\n").map(String.init)
            .sorted()
    }

    /// One update with a key from a file; without one, it is not signed.
    func update(
        by tool: UpdateTool = .nsupdate, key file: String?, zone: String = ServedProgram.zone, _ lines: String...
    ) async throws -> UpdateTool.Result {
        try await tool.send(lines, zone: zone, port: port, key: file)
    }
}
