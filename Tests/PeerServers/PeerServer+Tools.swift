extension PeerServer {
    /// Sends lines of nsupdate(1) as one UPDATE, over TCP lest a datagram be lost; fails the caller with what nsupdate says.
    package func nsupdate(_ lines: String...) async throws {
        var script = ["server 127.0.0.1 \(port)", "zone \(configuration.zones[0].name)", "check-names off"]
        if let key = configuration.key { script.append("key \(key.algorithm):\(key.name) \(key.secret)") }
        script += lines + ["send", ""]
        let result = try await Tool.run("nsupdate", ["-v", "-t", "20"], input: script.joined(separator: "\n"))
        guard result.succeeded else { throw PeerError.cannotStart("nsupdate: \(result.output)") }
    }

    /// What dig(1) prints, with the server's key if it has one: `dig("AXFR", "+noall", "+answer")`.
    package func dig(_ arguments: String...) async throws -> String {
        let key = configuration.key.map { ["-y", $0.digText] } ?? []
        let fixed = ["@127.0.0.1", "-p", String(port), "+tries=1", "+time=5"]
        return try await Tool.run("dig", fixed + key + [configuration.zones[0].name] + arguments).output
    }
}
