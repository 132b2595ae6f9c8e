import Glibc

/// A program of this machine that tests compare with.
enum Command {
    static let isCI = getenv("CI").map { String(cString: $0) } == "true"

    struct Failure: Error {
        var command: String
        var status: Int32
        var output: [String]
    }

    /// In CI everything has to be there: a missing program fails its test.
    static func exists(_ program: String) -> Bool {
        isCI || (try? lines("command -v \(program)")) != nil
    }

    /// What the shell command prints.
    static func lines(_ command: String) throws -> [String] {
        guard let pipe = popen(command, "r") else { throw Failure(command: command, status: -1, output: []) }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while case let count = fread(&chunk, 1, chunk.count, pipe), count > 0 { output += chunk[..<count] }
        let status = pclose(pipe)
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
        guard status == 0 else { throw Failure(command: command, status: status, output: lines) }
        return lines
    }
}
