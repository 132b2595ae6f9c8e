import DNSCore

extension ZoneContents {
    /// A zone with nothing in it but what a zone has to have: SOA, NS, and the addresses of its server.
    package init(newZone apex: DomainName, addresses: [IPAddress]) throws(NameError) {
        self.init(apex: apex)
        let server = try DomainName("ns", origin: apex)
        let soa = StartOfAuthority(
            primary: server, mailbox: try DomainName("hostmaster", origin: apex), serial: Serial(rawValue: 1),
            refresh: 300, retry: 60, expire: 1_209_600, minimum: 10)
        insert(ResourceRecord(name: apex, ttl: 300, data: .soa(soa)))
        insert(ResourceRecord(name: apex, ttl: 3600, data: .ns(server)))
        for address in addresses { insert(ResourceRecord(name: server, ttl: 3600, data: address.recordData)) }
    }
}
