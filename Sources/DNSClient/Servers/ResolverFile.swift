import SmallFiles

/// The resolvers that this system uses (resolv.conf(5)).
package enum ResolverFile {
    /// As many as the C library asks.
    private static let limit = 3

    /// The resolvers in their order; the one on this host where the file names none.
    package static func servers(in text: String) -> [ServerAddress] {
        var servers: [ServerAddress] = []
        for line in text.split(whereSeparator: \.isNewline) where servers.count < limit {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard words.count >= 2, words[0] == "nameserver", let server = try? ServerAddress(host: String(words[1]))
            else { continue }
            servers.append(server)
        }
        if servers.isEmpty, let local = try? ServerAddress(host: "127.0.0.1") { servers = [local] }
        return servers
    }

    package static func servers(ofFile path: String = "/etc/resolv.conf") -> [ServerAddress] {
        servers(in: (try? TextFile(path, limit: 1 << 16))?.text ?? "")
    }
}
