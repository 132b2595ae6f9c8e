import DNSCore

extension Plan {
    /// All that nsupdate would be given to do the same; nothing for a plan without updates. Keys are named, never shown.
    package var commands: String { finalUpdates.map(\.commands).joined(separator: "\n") }
}

extension Plan.Update {
    package var commands: String {
        let signature = key.map { "; signed with the key \($0)" }
        return ([signature, serverCommand, request.description, "send"].compactMap { $0 }).joined(separator: "\n")
    }

    /// `server HOST PORT`; a comment where the server is known by more than an address.
    private var serverCommand: String {
        let isPlain = server.utf8.allSatisfy { byte in
            (0x30...0x3A).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
                || [0x2D, 0x2E, 0x5B, 0x5D].contains(byte)
        }
        guard isPlain, !server.isEmpty else { return "; to \(server.filter { $0.isASCII && !$0.isNewline })" }
        let (host, port) = Self.split(server)
        return "server \(host)" + (port.map { " \($0)" } ?? "")
    }

    /// `10.0.0.53:5353`, `[2001:db8::1]:53`, `ns1.example`
    private static func split(_ server: String) -> (host: Substring, port: Substring?) {
        if server.hasPrefix("["), let end = server.firstIndex(of: "]") {
            let host = server[server.index(after: server.startIndex)..<end]
            let rest = server[server.index(after: end)...]
            return (host, rest.hasPrefix(":") ? rest.dropFirst() : nil)
        }
        guard let colon = server.firstIndex(of: ":"), server.lastIndex(of: ":") == colon else {
            return (server[...], nil)
        }
        return (server[..<colon], server[server.index(after: colon)...])
    }
}
