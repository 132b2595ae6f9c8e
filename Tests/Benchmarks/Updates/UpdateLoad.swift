import DNSCore

/// What each client of the benchmark asks for: another text at a name of its own.
enum UpdateLoad {
    static let zoneText = "updates.test."

    static func zone() throws -> DomainName { try DomainName(zoneText) }

    static func request(client: Int, number: Int) throws -> UpdateRequest {
        let zone = try zone()
        let name = try DomainName("client\(client)", origin: zone)
        return UpdateRequest(
            zone: zone,
            changes: [
                .deleteRRset(name, .txt), .add(name, ttl: 60, .txt(TextStrings([Array("number \(number)".utf8)]))),
            ])
    }
}
