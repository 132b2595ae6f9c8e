import DNSClient
import DNSCore
import ServiceCatalog

/// Reads the services of a zone name by name, where the server refuses to transfer it.
struct QueryReader: Sendable {
    let client: DNSClient
    let server: Server
    let apex: DomainName

    /// Names asked for in one round at the most: what the user gives, and the DNS-SD instances found below them.
    static var nameLimit: Int { 4096 }
    private static var concurrency: Int { 16 }

    /// Asks for each name's SRV, PTR and TXT records and the addresses of the targets, and puts the answers in place of what
    /// there was.
    func read(
        _ names: [DomainName], soa: StartOfAuthority, into loader: inout CatalogLoader
    ) async throws(ClientError) {
        let records = try await read(names)
        do {
            loader.beginReplacement()
            try loader.add(records)
            try loader.commit(soa: soa)
        } catch {
            throw .malformed(error)
        }
    }

    private func read(_ names: [DomainName]) async throws(ClientError) -> [ResourceRecord] {
        var asked = Set(names)
        var records = Set<ResourceRecord>()
        var waiting = Array(asked)
        while !waiting.isEmpty {
            let found = try await query(waiting.flatMap { name in [.srv, .ptr, .txt].map { (name, $0) } })
            records.formUnion(found)
            let instances = found.compactMap(\.browsedInstance).filter { $0.isEqualOrBelow(apex) }
            waiting = instances.filter { asked.count < Self.nameLimit && asked.insert($0).inserted }
        }
        let targets = Set(records.compactMap(\.serviceTarget)).filter { !$0.isRoot && $0.isEqualOrBelow(apex) }
        return Array(records.union(try await query(targets.flatMap { name in [.a, .aaaa].map { (name, $0) } })))
    }

    private func query(_ questions: [(DomainName, RecordType)]) async throws(ClientError) -> [ResourceRecord] {
        let result: Result<[ResourceRecord], ClientError> = await withTaskGroup { group in
            var rest = questions[...]
            var records: [ResourceRecord] = []
            for question in rest.prefix(Self.concurrency) { group.addTask { await answer(question) } }
            rest = rest.dropFirst(Self.concurrency)
            for await answer in group {
                switch answer {
                case .success(let found): records += found
                case .failure: return answer
                }
                if let next = rest.popFirst() { group.addTask { await self.answer(next) } }
            }
            return .success(records)
        }
        return try result.get()
    }

    private func answer(_ question: (DomainName, RecordType)) async -> Result<[ResourceRecord], ClientError> {
        do {
            let message = try await client.query(question.0, question.1, at: server)
            switch message.header.responseCode {
            case .noError, .nameError: return .success(message.answers)
            case let code: return .failure(.responseCode(code))
            }
        } catch {
            return .failure(error)
        }
    }
}

extension ResourceRecord {
    /// The instance that a browsed name's PTR record leads to (RFC 6763 section 4.1).
    fileprivate var browsedInstance: DomainName? {
        if case .ptr(let name) = data { name } else { nil }
    }

    fileprivate var serviceTarget: DomainName? {
        if case .srv(let location) = data { location.target } else { nil }
    }
}
