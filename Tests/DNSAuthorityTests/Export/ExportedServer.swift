import DNSCore
import PeerServers
import Testing

@testable import DNSAuthority

/// named or knotd on a folder that was exported for it, unchanged.
final class ExportedServer {
    enum Software: String, CaseIterable {
        case bind
        case knot
    }

    let port: UInt16
    let folder: TemporaryFolder
    private let process: ChildProcess

    private init(port: UInt16, _ folder: TemporaryFolder, _ process: ChildProcess) {
        self.port = port
        self.folder = folder
        self.process = process
    }

    /// Starts the server from another folder than its own, and waits until it answers for the first zone.
    static func start(
        _ software: Software, _ zones: [ZoneContents], _ keys: [StoredKey],
        _ change: (inout ExportSettings) -> Void = { _ in }
    ) async throws -> ExportedServer {
        let port = try freeLoopbackPort()
        let folder = try TemporaryFolder()
        var settings = ExportSettings(listening: [.init(.v4(IPv4Address(rawValue: 0x7F00_0001)), port: port)])
        change(&settings)
        let target = try ExportFolder("\(folder.path)/export")
        switch software {
        case .bind:
            try target.write(BINDExport(zones, keys: keys, settings: settings, folder: target.path, at: 1000).files)
        case .knot:
            try target.write(KnotExport(zones, keys: keys, settings: settings, folder: target.path, at: 1000).files)
        }
        let command =
            switch software {
            case .bind: ["named", "-g", "-n", "1", "-c", "\(target.path)/named.conf"]
            case .knot: ["knotd", "-c", "\(target.path)/knot.conf"]
            }
        let program = try #require(Tool.path(of: command[0]))
        let process = try ChildProcess([program] + command.dropFirst(), output: "\(folder.path)/log")
        let poll = SOAPoll(zone: "\(zones[0].apex)", port: port)
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        while !poll.isAnswered() {
            try #require(process.isRunning && ContinuousClock.now < deadline, "\(folder.read("log"))")
            poll.ask()
            try await Task.sleep(for: .milliseconds(20))
        }
        return ExportedServer(port: port, folder, process)
    }

    var log: String { folder.read("log") }

    /// One update by nsupdate.
    func update(_ key: StoredKey?, _ lines: String..., zone: String = "svc.test.") async throws -> Tool.Result {
        let script = ["server 127.0.0.1 \(port)", "zone \(zone)", "check-names off"] + lines + ["send", ""]
        return try await Tool.run("nsupdate", keyOptions(key), input: script.joined(separator: "\n"))
    }

    func transfer(_ key: StoredKey?, zone: String = "svc.test.") async throws -> String {
        let fixed = ["@127.0.0.1", "-p", "\(port)", "+tries=1", "+time=5", "+noall", "+answer"]
        return try await Tool.run("dig", keyOptions(key) + fixed + [zone, "AXFR"]).output
    }

    private func keyOptions(_ key: StoredKey?) throws -> [String] {
        guard let key else { return [] }
        let text = """
            key \(ConfigurationText.name(key.name)) {
                algorithm \(TSIGKeyLabel(key.key).algorithmDescription);
                secret "\(Base64.encode(key.key.secretBytes))";
            };

            """
        return ["-k", try folder.write("key", text)]
    }
}
