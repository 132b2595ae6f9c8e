import Glibc
import PeerServers
import Testing

@testable import ServiceSupervision

/// A program that a test runs to its end, with what it writes.
struct Run {
    let end: ProcessEnd
    /// Standard output and error, to a file in the folder.
    let output: String

    /// A shell script, run by `/bin/sh`; `change` says more of how.
    init(_ script: String, _ change: (inout Command) -> Void = { _ in }) async throws {
        let folder = try TemporaryFolder()
        _ = chmod(folder.path, 0o777)
        let command = Shell.command(script, output: "\(folder.path)/output", change)
        let (ends, sink) = AsyncStream.makeStream(of: ProcessEnd.self)
        let process = try await ServiceProcess.start(command) { sink.yield($0) }
        var first: ProcessEnd?
        for await end in ends {
            first = end
            break
        }
        end = try #require(first)
        _ = process
        output = folder.read("output")
    }
}

enum Shell {
    static func command(
        _ script: String, output: String = "/dev/null", _ change: (inout Command) -> Void = { _ in }
    ) -> Command {
        var command = Command(
            "/bin/sh", ["-c", "exec >>\"$OUTPUT\" 2>&1; \(script)"],
            environment: ["OUTPUT": output, "PATH": "/usr/local/bin:/usr/bin:/bin"])
        change(&command)
        return command
    }
}

/// Waits for what comes without anybody's saying so.
func waitUntil(
    _ what: String, _ location: SourceLocation = #_sourceLocation, _ isReached: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now.advanced(by: .seconds(20))
    while try await !isReached() {
        try #require(ContinuousClock.now < deadline, "waited in vain: \(what)", sourceLocation: location)
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// A TCP socket that listens at a port of 127.0.0.1 that the kernel picked.
final class ListeningSocket: Sendable {
    let descriptor: Int32
    let port: UInt16

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(isBound, "\(String(cString: strerror(errno)))")
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }
}
