import PeerServers

/// The commands that read a whole zone from a server.
struct LoadCommands {
    var svctop: String
    var port: UInt16
    var key: PeerKey?

    var hasSvctop: Bool { Programs.isExecutable(svctop) }

    func svctop(zone: String) -> [String] {
        [svctop, "list", zone, "--server", "127.0.0.1:\(port)", "--count", "--no-probe"] + signature
    }

    /// Those that are there, svctop first.
    func installed(zone: String) -> [(name: String, command: [String])] {
        let server = ["@127.0.0.1", "-p", String(port)] + signature
        let others = [
            ("dig +noall axfr", ["dig"] + server + ["+noall", zone, "AXFR"]),
            ("kdig axfr", ["kdig"] + server + [zone, "AXFR"]),
        ]
        let own = hasSvctop ? [("svctop list --count", svctop(zone: zone))] : []
        return own + others.filter { Tool.path(of: $0.1[0]) != nil }
    }

    /// How many instances svctop says that there are.
    func count(zone: String) throws -> Int {
        let folder = try TemporaryFolder()
        _ = try MeasuredRun.of(svctop(zone: zone), output: "\(folder.path)/count")
        let text = folder.read("count")
        guard let count = Int(text.filter { !$0.isWhitespace }) else {
            throw BenchmarkError("svctop list --count says: \(text)")
        }
        return count
    }

    private var signature: [String] { key.map { ["-y", $0.digText] } ?? [] }
}
