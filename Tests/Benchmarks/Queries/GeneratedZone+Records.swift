import DNSAuthority
import DNSCore
import PeerServers

extension GeneratedZone {
    /// The zone as our own server holds it, and the owners of its SRV records.
    func load() throws -> (zone: Zone, services: [String]) {
        var contents = ZoneContents(apex: try DomainName(name))
        var services: Set<String> = []
        for line in peerZone.text.split(separator: "\n") where !line.hasPrefix("$") {
            // OWNER TTL IN TYPE DATA
            let words = line.split(separator: " ", maxSplits: 4)
            guard words.count == 5, let ttl = UInt32(words[1]), let type = RecordType(String(words[3])) else {
                throw BenchmarkError("a line of the zone that is not understood: \(line)")
            }
            let owner = words[0] == "@" ? contents.apex : try DomainName(words[0], origin: contents.apex)
            let data = try RecordData(type: type, text: words[4], origin: contents.apex)
            contents.insert(ResourceRecord(name: owner, ttl: ttl, data: data))
            if type == .srv { services.insert("\(owner)") }
        }
        return (Zone(contents), services.sorted())
    }
}
