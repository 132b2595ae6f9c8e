import DNSCore

extension ResolverIntegration {
    /// unbound.conf(5).
    static func unboundFiles(_ zones: [DomainName], _ server: SocketPlace) -> [File] {
        let builtIn = Set(zones.compactMap(builtInZone(of:))).sorted()
        let clauses =
            builtIn.map { "    local-zone: \"\($0)\" nodefault\n" }
            + zones.flatMap { zone in
                ["    domain-insecure: \"\(zone)\"\n", "    private-domain: \"\(zone)\"\n"]
            }
        let stubs = zones.map { zone in
            """

            stub-zone:
                name: "\(zone)"
                stub-addr: \(server.address)@\(server.port)

            """
        }
        return [
            File(
                path: "/etc/unbound/unbound.conf.d/svctop.conf",
                text: "server:\n    do-not-query-localhost: no\n" + clauses.joined() + stubs.joined(),
                explanation: "Sends questions about these zones to svctop, on this machine, too; asks for no signatures"
                    + " there, and lets private addresses through in the answers.")
        ]
    }

    /// The zone that Unbound answers by itself unless told otherwise, and that this one lies in.
    private static func builtInZone(of zone: DomainName) -> DomainName? {
        answeredByItself.compactMap { try? DomainName($0) }.first(where: zone.isEqualOrBelow)
    }

    /// By some version at least; for others it does no harm to say it.
    private static let answeredByItself = [
        "localhost.", "internal.", "test.", "invalid.", "onion.", "home.arpa.", "resolver.arpa.", "service.arpa.",
        "10.in-addr.arpa.", "127.in-addr.arpa.", "168.192.in-addr.arpa.",
    ]
}
