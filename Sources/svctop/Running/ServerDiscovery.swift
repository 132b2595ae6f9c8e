import Configuration
import DNSClient
import DNSCore

/// Finds a zone's servers where the user named none: the primary that its SOA names, then its NS, as the system's resolver
/// has them.
struct ServerDiscovery {
    private let settings: Settings
    private let client = DNSClient()
    private let resolvers: [ServerAddress]

    init(_ settings: Settings, resolvers: [ServerAddress] = ResolverFile.servers()) {
        self.settings = settings
        self.resolvers = resolvers
    }

    func servers(of zone: DomainName) async throws(Failure) -> [Server] {
        var hosts: [DomainName] = []
        for answer in try await ask(.soa, of: zone).answers {
            if case .soa(let soa) = answer.data, !soa.primary.isRoot { hosts.append(soa.primary) }
        }
        guard !hosts.isEmpty else {
            throw Failure("\(zone) is no zone that the system's resolver knows: name its server with --server", .usage)
        }
        for answer in (try? await ask(.ns, of: zone).answers) ?? [] {
            if case .ns(let host) = answer.data, !hosts.contains(host) { hosts.append(host) }
        }
        return hosts.compactMap { host in
            (try? ServerAddress(host: host.description)).map { settings.server(at: $0, for: zone) }
        }
    }

    /// Of the first resolver that answers.
    private func ask(_ type: RecordType, of name: DomainName) async throws(Failure) -> Message {
        var problem = "there is none"
        for resolver in resolvers {
            let timeouts = Timeouts(connect: .seconds(3), answer: .seconds(3))
            do throws(ClientError) {
                return try await client.query(name, type, at: Server(resolver, timeouts: timeouts))
            } catch {
                problem = "\(resolver): \(error)"
            }
        }
        throw Failure(
            "the system's resolver cannot be asked for the servers of \(name) (\(problem)): name one with --server")
    }
}
