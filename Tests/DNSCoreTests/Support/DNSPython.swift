import Testing

/// dnspython as an independent judge: runs a script of `Tests/Oracles` over lines.
enum DNSPython {
    /// Missing peers skip their tests on a developer's machine; in CI they are needed.
    static let isUsable = Command.isCI || interpreter != nil

    /// The Python that has dnspython: the first on the path, or Debian's where another comes before it.
    private static let interpreter = ["python3", "/usr/bin/python3"].first { python in
        (try? Command.lines("\(python) -c 'import dns.tsig' 2>/dev/null")) != nil
    }
    static let skipReason: Comment = "dnspython is not installed"

    /// The script's lines of output for these lines of input.
    static func run(script: String, lines: [String]) throws -> [String] {
        let output = try withTemporaryFile(lines.joined(separator: "\n") + "\n") { path in
            try Command.lines("\(interpreter ?? "python3") \(oracles)/\(script) < \(path)")
        }
        try #require(output.count == lines.count)
        return output
    }

    private static var oracles: String {
        let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        return tests.joined(separator: "/") + "/Oracles"
    }
}
