import Glibc
import PeerServers

/// dnspython as a secondary: `Tests/Oracles/dnspython_transfer.py`.
enum DNSPythonTransfer {
    /// What `.ci/setup` made. In CI it may have found the system's good enough.
    private static let made = access("\(repository)/.build/oracles/bin/python3", X_OK) == 0

    static let isUsable = made || isContinuousIntegration

    static func run(_ arguments: [String]) async throws -> Tool.Result {
        let python = made ? "\(repository)/.build/oracles/bin/python3" : "python3"
        return try await Tool.run("env", [python, "\(repository)/Tests/Oracles/dnspython_transfer.py"] + arguments)
    }

    private static var repository: String {
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
    }
}
