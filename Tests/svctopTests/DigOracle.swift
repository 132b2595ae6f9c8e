import PeerServers
import Testing

/// dig(1) and `Tests/Oracles/list_of_dig.py` as judges of what `list` shows.
///
/// Both read the same zone from the same server, moments apart: what a server does to case or order (Knot stores owners in
/// lower case, each sorts in its own way) they see alike, so that nothing needs to be forgiven.
struct DigOracle {
    /// What there was to compare.
    struct Comparison {
        var instances = 0
        var services = 0
        var addresses = 0
        var strings = 0
        /// Names with an escape in them.
        var escaped = 0
        /// Names with an upper case letter in them.
        var mixedCase = 0
    }

    let server: PeerServer
    let program: Program

    init(_ server: PeerServer) throws {
        self.server = server
        program = try Program()
    }

    /// Fails the test with what differs between dig's view of a zone and `list`'s.
    /// - Parameters:
    ///   - format: `--json` or `--csv`.
    ///   - options: Those that svctop and dig take for the same thing, each in its own words.
    @discardableResult
    func compare(
        _ zone: String, format: String = "--json", options: (svctop: [String], dig: [String]) = ([], []),
        overTLS: Bool = false, _ location: SourceLocation = #_sourceLocation
    ) async throws -> Comparison {
        let port = overTLS ? server.tlsPort : server.port
        let key = server.configuration.key?.digText
        let dig = try await output(
            "zone",
            ["dig", "@127.0.0.1", "-p", "\(port)", "+tries=1", "+time=30", "+noall", "+answer"]
                + (key.map { ["-y", $0] } ?? []) + options.dig + [zone, "AXFR"])
        let list = try await output(
            "list",
            [Program.path, "list", zone, "--server", "127.0.0.1:\(port)", format, "--no-probe"]
                + (key.map { ["-y", $0] } ?? []) + options.svctop)
        let verdict = try await Tool.run("python3", ["\(Self.script)", dig, list])
        let comparison = Comparison(verdict.output)
        if comparison == nil || !verdict.succeeded {
            Issue.record("\(server.software.testDescription), \(zone): \(verdict.output)", sourceLocation: location)
        }
        return comparison ?? Comparison()
    }

    /// Runs a command that succeeds without a complaint, and returns the file that has its output: it may be large.
    private func output(_ name: String, _ command: [String]) async throws -> String {
        let script = "exec \"$@\" >'\(program.home.path)/\(name)'"
        let result = try await Tool.run("env", program.prefix + ["sh", "-c", script, "sh"] + command)
        try #require(result.succeeded && result.output.isEmpty, "\(command): \(result.status) \(result.output)")
        return "\(program.home.path)/\(name)"
    }

    private static let script = "\(#filePath)".replacing(
        "svctopTests/DigOracle.swift", with: "Oracles/list_of_dig.py")
}

extension DigOracle.Comparison {
    /// The oracle's last line, if it is its only one: there was no difference.
    init?(_ verdict: String) {
        let pattern =
            /compared (\d+) instances of (\d+) services, (\d+) addresses, (\d+) strings, (\d+) escaped, (\d+) mixed\n/
        guard let found = verdict.wholeMatch(of: pattern)?.output else { return nil }
        instances = Int(found.1) ?? 0
        services = Int(found.2) ?? 0
        addresses = Int(found.3) ?? 0
        strings = Int(found.4) ?? 0
        escaped = Int(found.5) ?? 0
        mixedCase = Int(found.6) ?? 0
    }
}
