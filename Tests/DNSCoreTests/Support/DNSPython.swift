import Glibc
import Testing

/// dnspython as an independent judge: runs a script of `Tests/Oracles` over lines.
enum DNSPython {
    /// Missing peers skip their tests on a developer's machine; in CI they are needed.
    static let isUsable = Command.isCI || (try? Command.lines("python3 -c 'import dns.tsig' 2>/dev/null")) != nil
    static let skipReason: Comment = "dnspython is not installed"

    /// The script's lines of output for these lines of input.
    static func run(script: String, lines: [String]) throws -> [String] {
        let input = try TemporaryFile(lines.joined(separator: "\n") + "\n")
        let output = try Command.lines("python3 \(oracles)/\(script) < \(input.path)")
        try #require(output.count == lines.count)
        return output
    }

    private static var oracles: String {
        let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        return tests.joined(separator: "/") + "/Oracles"
    }
}

/// A file that is gone when its last user is.
final class TemporaryFile {
    let path: String

    init(_ text: String) throws {
        var template = Array("/tmp/svctop-test-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            try #require(written > 0)
            rest = rest.dropFirst(written)
        }
        close(descriptor)
    }

    deinit { unlink(path) }
}
