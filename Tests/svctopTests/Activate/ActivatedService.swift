import PeerServers
import Testing

/// A program with what starts it when it is used.
protocol ActivatedService: AnyObject {
    var program: ActivatedProgram { get }
    var home: TemporaryFolder { get }
    /// Where clients reach it.
    var place: ClientPlace { get }
    /// What both have printed.
    var output: String { get }

    /// Ends what starts the program, and the program.
    func stop() async throws
}

extension Activator {
    func start(_ program: ActivatedProgram) async throws -> any ActivatedService {
        switch self {
        case .systemd: try await SystemdActivation(program)
        case .svctop: try await SvctopActivation(program)
        }
    }
}

extension ActivatedService {
    func says(_ text: String, _ location: SourceLocation = #_sourceLocation) async throws {
        try await waitUntil("“\(text)” in \(output)", location) { output.contains(text) }
    }

    /// Whether a client that comes now gets the answer that the program gives.
    func answers(_ location: SourceLocation = #_sourceLocation) async throws {
        switch program.answer {
        case .text(let question, let expected):
            let end = try await PatientClient(at: place, saying: question).answer()
            guard case .answered(let text) = end, text.hasPrefix(expected) else {
                Issue.record("\(end): \(output)", sourceLocation: location)
                return
            }
        case .client(let command, let expected):
            let result = try await client(command)
            #expect(result.output.hasSuffix(expected), "\(result): \(output)", sourceLocation: location)
        }
    }

    /// Runs a client of its own.
    func client(_ command: [String]) async throws -> Tool.Result {
        let port =
            switch place {
            case .stream(let port), .datagram(let port): "\(port)"
            case .local(let path): path
            }
        return try await Tool.run(
            command[0], command.dropFirst().map { $0.replacing("PORT", with: port).replacing("HOME", with: home.path) })
    }
}

extension ActivatedProgram {
    func command(in home: TemporaryFolder) -> [String] { command.map { $0.replacing("HOME", with: home.path) } }

    /// Makes what it needs, in a folder of its own.
    func prepare() async throws -> TemporaryFolder {
        let home = try TemporaryFolder()
        try await prepare(in: home)
        return home
    }

    func prepare(in home: TemporaryFolder) async throws {
        for file in files { try home.write(file.name, file.text.replacing("HOME", with: home.path)) }
        for step in preparation {
            let result = try await Tool.run(
                step[0], step.dropFirst().map { $0.replacing("HOME", with: home.path) })
            try #require(result.succeeded, "\(result)")
        }
    }
}
