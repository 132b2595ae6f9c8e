import DNSClient
import DNSCore

/// Looks services up: every time afresh, nothing is kept.
public struct ServiceResolver: Sendable {
    private let client: DNSClient
    /// Asked one after the other until one answers.
    private let servers: [Server]
    /// What is found without asking.
    private var fixed: [FoundInstance] = []

    /// - Parameter servers: The first that answers counts. Without any, the system's resolvers are asked (resolv.conf(5)).
    public init(servers: [Server] = [], client: DNSClient = DNSClient()) {
        self.servers = servers
        self.client = client
    }

    /// Asks nobody.
    init(fixed: [FoundInstance]) {
        self.init()
        self.fixed = fixed
    }

    /// The instances of a service: the SRV records at its name.
    func instances(of service: DomainName) async throws(LookupFault) -> [FoundInstance] {
        guard fixed.isEmpty else { return fixed }
        let (answer, owner) = try await answer(to: .srv, at: service)
        let locations = answer.answers(at: owner).compactMap { data -> ServiceLocation? in
            if case .srv(let location) = data { location } else { nil }
        }
        guard !locations.isEmpty else {
            throw answer.header.responseCode == .nameError ? .noSuchName : .noRecord
        }
        return locations.map {
            FoundInstance(owner: owner, location: $0, addresses: answer.additionalAddresses(of: $0.target))
        }
    }

    /// The addresses of a host, of one family; none is an answer too.
    ///
    /// What our servers know nothing of is asked of the system's resolver.
    func addresses(of host: DomainName, _ family: AddressFamily) async throws(LookupFault) -> [IPAddress] {
        do throws(LookupFault) {
            let (answer, owner) = try await answer(to: family.recordType, at: host)
            let found = answer.answers(at: owner).compactMap { IPAddress($0) }
            // An authority's word is final; what others do not know may be known elsewhere.
            if !found.isEmpty || servers.isEmpty || answer.header.flags.contains(.authoritative) { return found }
        } catch {
            guard case .unanswered = error, !servers.isEmpty else { throw error }
        }
        do {
            return try await SystemResolver.addresses(of: host).filter { $0.family == family }
        } catch {
            throw .unanswered("no server knows \(host)")
        }
    }

    /// What lies at a name, for those who need no aliases: TXT and TLSA records.
    func records(_ type: RecordType, at name: DomainName) async throws(LookupFault) -> [RecordData] {
        guard fixed.isEmpty else { return [] }
        let (answer, owner) = try await answer(to: type, at: name)
        return answer.answers(at: owner).filter { $0.type == type }
    }

    /// - Returns: an answer, and the name that the aliases in it lead to.
    private func answer(to type: RecordType, at name: DomainName) async throws(LookupFault) -> (Message, DomainName) {
        var name = name
        for _ in 0...Message.aliasLimit {
            let answer = try await ask(type, at: name)
            guard let end = answer.end(ofAliasesFrom: name) else { throw .endlessAlias }
            // An alias whose end lies outside of what the server knows is asked for again.
            guard end != name, answer.answers(at: end).isEmpty, answer.header.responseCode == .noError else {
                return (answer, end)
            }
            name = end
        }
        throw .endlessAlias
    }

    /// The answer of the first server that gives one.
    private func ask(_ type: RecordType, at name: DomainName) async throws(LookupFault) -> Message {
        var problem = "there is no server to ask"
        for server in servers.isEmpty ? Self.systemServers : servers {
            do throws(ClientError) {
                return try await client.query(name, type, at: server)
            } catch {
                guard error != .cancelled else { throw .unanswered("cancelled") }
                problem = "\(server): \(error)"
            }
        }
        throw .unanswered(problem)
    }

    private static var systemServers: [Server] {
        let timeouts = Timeouts(connect: .seconds(3), answer: .seconds(3))
        return ResolverFile.servers().map { Server($0, timeouts: timeouts) }
    }
}

// As events.
extension ServiceResolver {
    func lookUp(_ service: DomainName) async -> Result<[FoundInstance], LookupFault> {
        do throws(LookupFault) {
            return .success(try await instances(of: service))
        } catch {
            return .failure(error)
        }
    }

    func resolve(_ host: DomainName, _ family: AddressFamily) async -> Result<[IPAddress], LookupFault> {
        do throws(LookupFault) {
            return .success(try await addresses(of: host, family))
        } catch {
            return .failure(error)
        }
    }
}
