import PeerServers
import Testing

/// `openssl s_server`, at a port that the kernel has chosen; asks for certificates, and takes only those of a site.
final class OpenSSLServer: Sendable {
    let holder: TestSite.Holder
    let port: Int
    private let folder: TemporaryFolder
    private let process: ChildProcess

    init(_ holder: TestSite.Holder, trusting site: TestSite, _ arguments: [String]) async throws {
        self.holder = holder
        let folder = try TemporaryFolder()
        self.folder = folder
        let program = try #require(Tool.path(of: "openssl"))
        process = try ChildProcess(
            [
                program, "s_server", "-accept", "127.0.0.1:0", "-cert", holder.certificateFile, "-key", holder.keyFile,
                "-CAfile", site.authorityFile, "-Verify", "2", "-verify_return_error",
            ] + arguments, output: "\(folder.path)/output")
        var port: Int?
        try await until {
            let line = folder.read("output").split(separator: "\n").first { $0.hasPrefix("ACCEPT ") }
            port = line.flatMap { $0.split(separator: ":").last }.flatMap { Int($0) }
            return port != nil
        }
        self.port = try #require(port)
    }
}
