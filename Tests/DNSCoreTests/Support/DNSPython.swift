import Glibc
import Testing

/// dnspython as an independent judge: runs a script of `Tests/Oracles` over lines.
enum DNSPython {
    /// Missing peers skip their tests on a developer's machine; in CI they are needed.
    static let isUsable = hasCI || run("python3 -c 'import dns.tsig' 2>/dev/null").status == 0
    static let skipReason: Comment = "dnspython is not installed"

    private static var hasCI: Bool { getenv("CI").map { String(cString: $0) } == "true" }

    struct Failure: Error {
        var status: Int32
        var output: [String]
    }

    /// The script's lines of output for these lines of input.
    static func run(script: String, lines: [String]) throws -> [String] {
        let input = try TemporaryFile(lines.joined(separator: "\n") + "\n")
        let result = run("python3 \(oracles)/\(script) < \(input.path)")
        guard result.status == 0, result.lines.count == lines.count else {
            throw Failure(status: result.status, output: result.lines)
        }
        return result.lines
    }

    private static var oracles: String {
        let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        return tests.joined(separator: "/") + "/Oracles"
    }

    private static func run(_ command: String) -> (status: Int32, lines: [String]) {
        guard let pipe = popen(command, "r") else { return (-1, []) }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while case let count = fread(&chunk, 1, chunk.count, pipe), count > 0 { output += chunk[..<count] }
        let status = pclose(pipe)
        return (status, String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init))
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
