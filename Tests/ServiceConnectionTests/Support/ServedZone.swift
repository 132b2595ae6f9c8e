import DNSAuthority
import DNSClient
import DNSCore
import PeerServers

@testable import ServiceConnection

/// A zone on a server of our own, whose records a test changes as it goes.
final class ServedZone: Sendable {
    let server: Server
    private let authority: Authority
    private let folder: TemporaryFolder
    private let client = DNSClient()

    static let name = "svc.test."
    static let service = "_http._tcp.web.svc.test."

    init() async throws {
        folder = try TemporaryFolder()
        var configuration = AuthorityConfiguration(
            folder: "\(folder.path)/data", zones: [try DomainName(Self.name)],
            places: [SocketPlace(.v4(IPv4Address(rawValue: 0x7F00_0001)), port: 0)])
        configuration.updateAddresses = [AddressRange("127.0.0.0/8")].compactMap(\.self)
        authority = try await Authority(configuration)
        server = Server(try ServerAddress(host: "127.0.0.1", port: authority.places[0].port))
        try await set("lo", .a, "127.0.0.1")
        try await set("lo", .aaaa, "::1")
        try await set("four", .a, "127.0.0.1")
    }

    var resolver: ServiceResolver { ServiceResolver(servers: [server]) }

    func connector(_ policy: RetryPolicy = RetryPolicy(deadline: .seconds(20))) -> Connector {
        Connector(resolver, policy: policy)
    }

    /// Makes these the only records of a type at a name in the zone.
    func set(_ name: String, _ type: RecordType, _ texts: String...) async throws {
        let zone = try DomainName(Self.name)
        let owner = try DomainName(name, origin: zone)
        let added = try texts.map {
            UpdateRequest.Change.add(owner, ttl: 3600, try RecordData(type: type, text: $0, origin: zone))
        }
        var request = UpdateRequest(zone: zone)
        request.changes = [.deleteRRset(owner, type)] + added
        let answer = try await client.update(request, at: server)
        guard answer.header.responseCode == .noError else { throw ClientError.responseCode(answer.header.responseCode) }
    }

    /// The instances of the service: `PRIORITY WEIGHT PORT TARGET`.
    func register(_ records: String...) async throws {
        let zone = try DomainName(Self.name)
        let owner = try DomainName(Self.service)
        var request = UpdateRequest(zone: zone)
        request.changes =
            [.deleteRRset(owner, .srv)]
            + (try records.map { .add(owner, ttl: 3600, try RecordData(type: .srv, text: $0, origin: zone)) })
        _ = try await client.update(request, at: server)
    }

    func stop() async { await authority.stop() }
}

func service() throws -> DomainName { try DomainName(ServedZone.service) }
