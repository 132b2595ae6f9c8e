import Testing

/// dnspython as an independent judge: runs a script of `Tests/Oracles` over lines.
enum DNSPython {
    /// Missing peers skip their tests on a developer's machine; in CI they are needed.
    static let isUsable = Command.isCI || interpreter != nil

    /// A Python with a dnspython that is new enough: what `.ci/setup` made, or the system's.
    private static let interpreter = ["\(repository)/.build/oracles/bin/python3", "python3"].first { python in
        let check = "import dns.tsig, dns.version; assert (dns.version.MAJOR, dns.version.MINOR) >= (2, 7)"
        return (try? Command.lines("\(python) -c '\(check)' 2>/dev/null")) != nil
    }
    static let skipReason: Comment = "dnspython 2.7 or later is not installed"

    /// The script's lines of output for these lines of input.
    static func run(script: String, lines: [String]) throws -> [String] {
        let output = try withTemporaryFile(lines.joined(separator: "\n") + "\n") { path in
            try Command.lines("\(interpreter ?? "python3") \(repository)/Tests/Oracles/\(script) < \(path)")
        }
        try #require(output.count == lines.count)
        return output
    }

    private static var repository: String {
        let path = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
        return path.joined(separator: "/")
    }
}
