import DNSCore

/// `[zones."example.com"]`
package struct ZoneSettings: Sendable {
    package var apex: DomainName
    package var origin: Origin
    /// Labels of `[servers.*]`, or addresses; the first is asked, the others are replicas.
    package var servers: Sourced<[String]>
    /// SRV names to ask for where the zone may not be transferred.
    package var names: Sourced<[DomainName]>
    package var discoversReplicas: Sourced<Bool>
    /// Where updates go: a label of `[servers.*]`, or an address. Without it, the one of `servers` that the SOA record names,
    /// else the first.
    package var primary: Sourced<String>?
    /// What the zone is to its admins, in a word: `prod` and `production` have plans confirmed by typing.
    package var context: Sourced<String>?

    init(_ apex: DomainName, _ origin: Origin) {
        self.apex = apex
        self.origin = origin
        servers = Sourced([], .builtIn)
        names = Sourced([], .builtIn)
        discoversReplicas = Sourced(true, .builtIn)
    }

    package var isProduction: Bool { ["prod", "production"].contains(context?.value.lowercased()) }
}
