import DNSCore

extension ResolverIntegration {
    /// resolved.conf(5) and dnssec-trust-anchors.d(5).
    static func resolvedFiles(_ zones: [DomainName], _ server: SocketPlace) -> [File] {
        let address = server.address.isIPv6 ? "[\(server.address)]" : "\(server.address)"
        let names = zones.map(\.withoutFinalDot)
        let drop = """
            [Resolve]
            DNS=\(address):\(server.port)
            Domains=\(names.map { "~\($0)" }.joined(separator: " "))

            """
        return [
            File(
                path: "/etc/systemd/resolved.conf.d/svctop.conf", text: drop,
                explanation:
                    "Sends questions about these zones to svctop. Other servers have to be named for each link, by"
                    + " DHCP or in its .network file: those of resolved.conf would be asked for the zones, too."),
            File(
                path: "/etc/dnssec-trust-anchors.d/svctop.negative", text: names.map { "\($0)\n" }.joined(),
                explanation: "Asks for no signatures in these zones, where DNSSEC= is on."),
        ]
    }
}

extension DomainName {
    /// As most configuration files write a zone; the root as a dot.
    var withoutFinalDot: String {
        let text = description
        return text.count > 1 ? String(text.dropLast()) : text
    }
}
