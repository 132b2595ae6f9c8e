import Glibc

/// A program that a test runs to its end: `dig`, `nsupdate`, `openssl`.
package enum Tool {
    package struct Result: Sendable {
        package var status: Int32
        /// Standard output and error, as they came.
        package var output: String
        package var succeeded: Bool { status == 0 }
    }

    /// Where an installed program lies, in `PATH` and in the folders that hold servers.
    package static func path(of name: String) -> String? {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/local/sbin", "/usr/bin"]
        return folders.lazy.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    /// Runs a program, with `input` as its standard input, and waits for it without blocking a thread.
    @discardableResult
    package static func run(_ name: String, _ arguments: [String], input: String = "") async throws -> Result {
        guard let program = path(of: name) else { throw PeerError.cannotStart("\(name) is not installed") }
        let folder = try TemporaryFolder()
        let descriptor = open(try folder.write("input", input), O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        let pid = try spawn([program] + arguments, input: descriptor, output: "\(folder.path)/output")
        var status: Int32 = 0
        while waitpid(pid, &status, WNOHANG) == 0 {
            do {
                try await Task.sleep(for: .milliseconds(2))
            } catch {
                kill(pid, SIGKILL)
                waitpid(pid, nil, 0)
                throw error
            }
        }
        // A signal's number stands in the low bits, an exit code above them.
        return Result(status: status & 0x7F == 0 ? status >> 8 : -(status & 0x7F), output: folder.read("output"))
    }
}
