import Glibc
import PeerServers
import Testing

/// The built program, run as a user runs it, with a home of its own.
final class Program: Sendable {
    struct Result {
        var status: Int32
        var output: String
        /// Standard error.
        var complaint: String
    }

    let home: TemporaryFolder

    init(configuration: String? = nil) throws {
        home = try TemporaryFolder()
        guard let configuration else { return }
        try #require(mkdir("\(home.path)/svctop", 0o700) == 0)
        try home.write("svctop/config.toml", configuration)
    }

    /// Next to the tests.
    static let path: String = {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = max(0, readlink("/proc/self/exe", &buffer, buffer.count))
        let own = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return String(own[..<(own.lastIndex(of: "/") ?? own.startIndex)]) + "/svctop"
    }()

    /// What has to stand before the program's arguments for it to see this home only.
    var prefix: [String] {
        ["-i", "HOME=\(home.path)", "XDG_CONFIG_HOME=\(home.path)", "TERM=xterm-256color", "LC_ALL=C.UTF-8", "TZ=UTC"]
    }

    func run(_ arguments: String...) async throws -> Result { try await run(arguments) }

    func run(_ arguments: [String]) async throws -> Result {
        let script = "exec \"$@\" 2>'\(home.path)/stderr'"
        let result = try await Tool.run("env", prefix + ["sh", "-c", script, "sh", Self.path] + arguments)
        return Result(status: result.status, output: result.output, complaint: home.read("stderr"))
    }
}
