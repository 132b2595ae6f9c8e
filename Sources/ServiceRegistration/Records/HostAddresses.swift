import DNSCore

/// A host is to have addresses, besides those that it has.
struct HostAddresses: ZoneAim {
    let host: DomainName
    let addresses: [IPAddress]
    /// Seconds.
    let ttl: UInt32

    var keys: [RRsetKey] { [RRsetKey(host, .a), RRsetKey(host, .aaaa)] }

    func changes(in view: ZoneView) -> [UpdateRequest.Change] {
        let known = view.addresses(of: host)
        return addresses.filter { !known.contains($0) }.map { .add(host, ttl: ttl, $0.recordData) }
    }

    func isReached(in view: ZoneView) -> Bool { changes(in: view).isEmpty }
}
