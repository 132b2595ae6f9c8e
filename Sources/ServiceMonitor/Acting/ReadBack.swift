import DNSClient
import DNSCore
import ServiceCatalog

/// What a primary holds of the RRsets that an UPDATE is about, asked over TCP: the zone itself, not what an answer says of it.
struct ReadBack: Sendable {
    private(set) var records: RRsets
    private(set) var serial: Serial?
    /// RRsets that do not fit into an answer: nothing is said of them.
    private(set) var unread = Set<RRsetKey>()
    /// Whether the key of the update was good enough to ask with.
    private(set) var knowsKey: Bool?

    init(_ records: RRsets = RRsets(), serial: Serial? = nil) {
        self.records = records
        self.serial = serial
    }

    /// Whether everything that the request asks for is so.
    func fulfils(_ request: UpdateRequest) -> Bool {
        let before = RRsets(request.prerequisites.flatMap(\.namedRecords))
        var after = before
        after.apply(request.changes)
        return request.changes.allSatisfy { change in
            guard let key = change.rrset, !unread.contains(key) else { return true }
            switch change {
            case .add(_, let ttl, let data):
                let found = records[key].first { $0.data == data }
                // A TTL of zero to the highest that the server allows: only where it was to change, it is looked at.
                let isRenewal = before.data(of: key).contains(data)
                return after.data(of: key).contains(data) ? found.map { !isRenewal || $0.ttl == ttl } ?? false : true
            case .delete(_, let data):
                return after.data(of: key).contains(data) || !records.data(of: key).contains(data)
            case .deleteRRset, .deleteAll:
                return after[key].isEmpty ? records[key].isEmpty : true
            }
        }
    }

    /// Whether the RRsets are as the request wants them to be before it.
    func satisfiesPrerequisites(of request: UpdateRequest) -> Bool {
        request.prerequisites.allSatisfy { prerequisite in
            prerequisite.rrset.map(unread.contains) ?? false || records.satisfies(prerequisite)
        }
    }

    /// The first RRset that is not as the request wants it to be before it, with what it holds.
    func firstDifference(from request: UpdateRequest) -> (key: RRsetKey, records: [ResourceRecord])? {
        for prerequisite in request.prerequisites where !records.satisfies(prerequisite) {
            if let key = prerequisite.rrset, !unread.contains(key) { return (key, records[key]) }
        }
        return nil
    }
}

extension ReadBack {
    /// Asks a server.
    /// - Parameters:
    ///   - server: with the key of the update.
    ///   - reader: the same with the key that the zone is read with, for a server that lets the other not ask. Where it takes
    ///     no signature of ours, it is asked without one.
    static func read(
        _ request: UpdateRequest, at server: Server, or reader: Server?, client: DNSClient
    ) async throws(ClientError) -> ReadBack {
        var (server, other) = (server, reader)
        server.transport = .streams
        other?.transport = .streams
        do throws(ClientError) {
            var readBack = try await read(request, at: server, client: client)
            readBack.knowsKey = server.key == nil ? nil : true
            return readBack
        } catch {
            guard case .tsig = error else { throw error }
            var readBack = try await readOtherwise(request, at: other ?? server, notWith: server.key, client: client)
            readBack.knowsKey = false
            return readBack
        }
    }

    private static func readOtherwise(
        _ request: UpdateRequest, at server: Server, notWith key: TSIGKey?, client: DNSClient
    ) async throws(ClientError) -> ReadBack {
        if server.key != key, let readBack = try? await read(request, at: server, client: client) { return readBack }
        var unsigned = server
        unsigned.key = nil
        return try await read(request, at: unsigned, client: client)
    }

    private static let concurrency = 16

    private static func read(
        _ request: UpdateRequest, at server: Server, client: DNSClient
    ) async throws(ClientError) -> ReadBack {
        var readBack = ReadBack()
        var keys = request.changedRRsets
        for key in request.prerequisites.compactMap(\.rrset) where !keys.contains(key) { keys.append(key) }
        let failure: ClientError? = await withTaskGroup(of: (RRsetKey, Result<[ResourceRecord]?, ClientError>).self) {
            group in
            var rest = keys[...]
            for key in rest.prefix(concurrency) { group.addTask { (key, await ask(key, server, client)) } }
            rest = rest.dropFirst(concurrency)
            for await (key, result) in group {
                switch result {
                case .success(let records?): readBack.records[key] = records
                case .success(nil): readBack.unread.insert(key)
                case .failure(let error): return error
                }
                if let next = rest.popFirst() { group.addTask { (next, await ask(next, server, client)) } }
            }
            return nil
        }
        if let failure { throw failure }
        readBack.serial = try await serial(of: request.zone, at: server, client: client)
        return readBack
    }

    /// nil for an RRset that does not fit into a message.
    private static func ask(
        _ key: RRsetKey, _ server: Server, _ client: DNSClient
    ) async -> Result<[ResourceRecord]?, ClientError> {
        do throws(ClientError) {
            let answer = try await client.query(key.name, key.type, at: server)
            guard answer.header.flags.contains(.authoritative) else { throw .responseCode(.notAuth) }
            return .success(answer.answers.filter { $0.name == key.name && $0.data.type == key.type })
        } catch .malformed where key.type == .ptr {
            return .success(nil)
        } catch {
            return .failure(error)
        }
    }

    static func serial(
        of zone: DomainName, at server: Server, client: DNSClient
    ) async throws(ClientError) -> Serial? {
        for record in try await client.query(zone, .soa, at: server).answers where record.name == zone {
            if case .soa(let soa) = record.data { return soa.serial }
        }
        return nil
    }
}

extension Prerequisite {
    /// The records that it names.
    fileprivate var namedRecords: [ResourceRecord] {
        guard case .equals(let name, let data) = self else { return [] }
        return data.map { ResourceRecord(name: name, ttl: 0, data: $0) }
    }
}
