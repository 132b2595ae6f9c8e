import DNSClient
import DNSCore
import ServiceCatalog

/// Which server gets a zone's updates.
///
/// The one that the configuration calls the primary. Else, of the servers that the user named, the one that the SOA record
/// names, by its name or by its address in the zone; else the first of them. Never one that nobody named: behind a tunnel or
/// a relay, what a zone says of its primary leads elsewhere, and a stranger may be there.
struct PrimaryChoice {
    let server: Server
    /// Something to tell the user: the SOA record names another.
    let caution: String?

    init?(_ zone: ActingZone, _ catalog: Catalog?) {
        if let primary = zone.primary {
            server = primary
            caution = nil
            return
        }
        guard let first = zone.servers.first else { return nil }
        guard let name = catalog?.soa?.primary, !name.isRoot else {
            server = first
            caution = nil
            return
        }
        let host = String(name.lowercased.description.dropLast())
        let hosts = [host] + (catalog?.addresses(of: name).map(\.description) ?? [])
        if let named = zone.servers.first(where: { hosts.contains($0.address.host) }) {
            server = named
            caution = nil
        } else {
            server = first
            caution =
                "the SOA record of \(zone.apex) names \(name) as its primary: the update goes to \(first) all the same,"
                + " unless the configuration gives the zone a `primary`"
        }
    }
}

extension ActingConfiguration {
    /// What plans are made with.
    func context(for snapshot: Snapshot) -> ActingContext {
        var context = ActingContext(zones: [:], isReadOnly: isReadOnly)
        for zone in zones {
            let catalog = snapshot.zones.first { $0.name == zone.apex }?.catalog
            guard let choice = PrimaryChoice(zone, catalog) else { continue }
            context.zones[zone.apex] = ActingContext.Zone(
                server: choice.server.description, keys: zone.signers.map { UpdateKey($0.key.name, $0.scope) },
                context: zone.context, isProduction: zone.isProduction, caution: choice.caution)
        }
        return context
    }
}

extension ActingZone {
    /// The server that a plan names, signing with the key that the plan names.
    func server(for update: Plan.Update) -> Server? {
        let known = ([primary].compactMap { $0 } + servers).first { $0.description == update.server }
        guard var server = known else { return nil }
        guard let name = update.key else {
            server.key = nil
            return server
        }
        guard let signer = signers.first(where: { $0.key.name.description == name }) else { return nil }
        server.key = signer.key
        return server
    }

    /// The same server as it is read.
    func reader(for update: Plan.Update) -> Server? {
        (servers + [primary].compactMap { $0 }).first { $0.description == update.server }
    }
}
