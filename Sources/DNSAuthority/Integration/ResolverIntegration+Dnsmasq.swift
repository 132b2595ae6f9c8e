import DNSCore

extension ResolverIntegration {
    /// dnsmasq(8).
    static func dnsmasqFiles(_ zones: [DomainName], _ server: SocketPlace) -> [File] {
        let lines = zones.map(\.withoutFinalDot).map { zone in
            """
            server=/\(zone)/\(server.address)#\(server.port)
            rebind-domain-ok=/\(zone)/

            """
        }
        return [
            File(
                path: "/etc/dnsmasq.d/svctop.conf", text: lines.joined(),
                explanation:
                    "Sends questions about these zones to svctop, and lets this machine's addresses through in the"
                    + " answers where stop-dns-rebind is on.")
        ]
    }
}
