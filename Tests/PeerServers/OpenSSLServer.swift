import Glibc

/// `openssl s_server` on 127.0.0.1.
package final class OpenSSLServer: Sendable {
    package let port: UInt16
    package let identity: SelfSigned
    private let process: ChildProcess
    private let folder: TemporaryFolder

    /// - Parameters:
    ///   - port: 0 lets the kernel choose.
    ///   - answers: whether it answers HTTP, with 200 to everything.
    package init(
        _ identity: SelfSigned, port: UInt16 = 0, answers: Bool = false, _ options: [String] = []
    ) async throws {
        self.identity = identity
        folder = try TemporaryFolder()
        guard let program = Tool.path(of: "openssl") else { throw PeerError.cannotStart("openssl is not installed") }
        process = try ChildProcess(
            [
                program, "s_server", "-accept", "127.0.0.1:\(port)", "-cert", identity.certificateFile, "-key",
                identity.keyFile, answers ? "-www" : "-rev",
            ] + options,
            output: "\(folder.path)/log")
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        var bound: UInt16?
        while bound == nil, process.isRunning, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(5))
            // It names the port only where it has chosen it itself.
            let found = folder.read("log").firstMatch(of: #/ACCEPT(?: 127\.0\.0\.1:(\d+))?\n/#)
            bound = found.flatMap { port == 0 ? $0.1.flatMap { UInt16($0) } : port }
        }
        guard let bound else { throw PeerError.ended("openssl s_server", log: folder.read("log")) }
        self.port = bound
    }

    package func stop() { process.end(with: SIGKILL) }
}
