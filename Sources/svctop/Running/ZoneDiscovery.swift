import Configuration
import DNSClient
import DNSCore

/// Finds the zone that a name lies in, where the user named none: of the given servers, else of the system's resolver.
struct ZoneDiscovery {
    private let servers: [Server]
    private let client = DNSClient()

    init(_ settings: Settings, servers texts: [String]) {
        let addresses = texts.compactMap { try? ServerAddress($0) }
        // `server(at:for:)` picks a key by the zone, which is not known yet: a question for the SOA needs none.
        servers =
            addresses.isEmpty
            ? ResolverFile.servers().map { Server($0) } : addresses.map { settings.server(at: $0, for: .root) }
    }

    func zone(of name: DomainName) async throws(Failure) -> DomainName {
        var problem = "there is no server to ask"
        for var server in servers {
            server.key = nil
            do throws(ClientError) {
                let answer = try await client.query(name, .soa, at: server)
                for record in answer.answers + answer.authorities {
                    if case .soa = record.data, name.isEqualOrBelow(record.name), !record.name.isRoot {
                        return record.name
                    }
                }
                problem = "\(server) knows of none"
            } catch {
                problem = "\(server): \(error)"
            }
        }
        throw Failure("which zone \(name) lies in is not known (\(problem)): give it with --zone", .usage)
    }
}
