import DNSCore

/// What a server shows of a zone: the RRsets that were asked for, and what it tells of leases there.
struct ZoneView: Hashable, Sendable {
    let zone: DomainName
    var records = RRsets()
    /// Of SRV records at a name.
    var notes: [DomainName: [LeaseNote]] = [:]
    /// Whether the server tells of leases at all.
    var tellsLeases = false
    /// Whether the server takes the key that was to sign the questions; nil where there was none.
    var knowsKey: Bool?

    init(zone: DomainName) { self.zone = zone }

    /// SRV records at a name.
    func locations(at owner: DomainName) -> [ServiceLocation] {
        records[RRsetKey(owner, .srv)].compactMap { if case .srv(let location) = $0.data { location } else { nil } }
    }

    /// TXT records at a name.
    func texts(at owner: DomainName) -> [TextStrings] {
        records[RRsetKey(owner, .txt)].compactMap { if case .txt(let text) = $0.data { text } else { nil } }
    }

    func addresses(of host: DomainName) -> [IPAddress] {
        (records[RRsetKey(host, .a)] + records[RRsetKey(host, .aaaa)]).compactMap { record in
            switch record.data {
            case .a(let address): .v4(address)
            case .aaaa(let address): .v6(address)
            default: nil
            }
        }
    }

    func note(on location: ServiceLocation, at owner: DomainName) -> LeaseNote? {
        notes[owner]?.first { $0.location == location }
    }

    /// An SRV record with whoever has registered it, where the server tells.
    func holder(_ location: ServiceLocation, at owner: DomainName) -> RecordHolder {
        RecordHolder(location: location, key: note(on: location, at: owner)?.key)
    }
}
