import PeerServers
import Testing

/// dnspython as an independent reader: runs a script of `Tests/Oracles`.
enum DNSPython {
    /// Missing peers skip their tests on a developer's machine; in CI they are needed.
    static var isUsable: Bool { get async { isContinuousIntegration ? true : await interpreter != nil } }

    static let skipReason: Comment = "dnspython 2.7 or later is not installed"

    /// A Python with a dnspython that is new enough: what `.ci/setup` made, or the system's.
    private static var interpreter: String? {
        get async {
            let check = "import dns.version; assert (dns.version.MAJOR, dns.version.MINOR) >= (2, 7)"
            for python in ["\(repository)/.build/oracles/bin/python3", "python3"] {
                if let result = try? await Tool.run("env", [python, "-c", check]), result.succeeded { return python }
            }
            return nil
        }
    }

    /// The script's lines of output for these lines of input.
    static func run(script: String, _ arguments: String..., lines: [String]) async throws -> [String] {
        let python = await interpreter ?? "python3"
        let result = try await Tool.run(
            "env", [python, "\(repository)/Tests/Oracles/\(script)"] + arguments,
            input: lines.joined(separator: "\n") + "\n")
        let output = result.output.split(separator: "\n").map(String.init)
        try #require(result.succeeded && output.count == lines.count, "\(result.output)")
        return output
    }

    private static var repository: String {
        let path = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
        return path.joined(separator: "/")
    }
}
