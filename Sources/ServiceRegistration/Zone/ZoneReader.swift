import DNSClient
import DNSCore

/// Asks the servers that services register with what is there: the first that can be reached.
struct ZoneReader: Sendable {
    let client: DNSClient
    let servers: ServerOrder

    private static let concurrency = 16

    /// The zone that a name lies in, with the host that its SOA record calls the primary.
    func zone(of name: DomainName) async throws(RegistrationError) -> (apex: DomainName, primary: DomainName) {
        try await withEachServer { server throws(RegistrationError) in
            let answer = try await ask(name, .soa, at: server)
            for record in answer.answers + answer.authorities {
                guard case .soa(let soa) = record.data, name.isEqualOrBelow(record.name),
                    answer.header.flags.contains(.authoritative)
                else { continue }
                return (record.name, soa.primary)
            }
            throw .noZone(name, server: server.description)
        }
    }

    /// The RRsets as they are now.
    /// - Parameters:
    ///   - key: signs the questions, where the server takes that: then the answers are sure to be its own.
    ///   - owners: of SRV records whose leases are asked for, too.
    func view(
        of zone: DomainName, _ keys: [RRsetKey], signedWith key: TSIGKey?, leasesAt owners: [DomainName] = []
    ) async throws(RegistrationError) -> ZoneView {
        try await withEachServer { server throws(RegistrationError) in
            var signed = server
            signed.key = key
            do throws(RegistrationError) {
                var view = try await view(of: zone, keys, owners, at: signed)
                view.knowsKey = key == nil ? nil : true
                return view
            } catch .unreachable(_, .tsig) where key != nil {
                var view = try await view(of: zone, keys, owners, at: server)
                view.knowsKey = false
                return view
            }
        }
    }

    /// Tries the servers in their order, until one of them says something.
    private func withEachServer<Value>(
        _ body: (Server) async throws(RegistrationError) -> Value
    ) async throws(RegistrationError) -> Value {
        var failure = RegistrationError.plan("there is no server to register with")
        for (place, server) in servers.current {
            do throws(RegistrationError) {
                let value = try await body(server)
                servers.answered(place)
                return value
            } catch .unreachable(let text, let error) where error != .cancelled {
                failure = .unreachable(server: text, error)
            }
        }
        throw failure
    }

    // MARK: - One server

    private enum Question: Sendable {
        case rrset(RRsetKey)
        case leases(of: DomainName)
    }

    private func view(
        of zone: DomainName, _ keys: [RRsetKey], _ owners: [DomainName], at server: Server
    ) async throws(RegistrationError) -> ZoneView {
        let questions = keys.map(Question.rrset) + owners.map(Question.leases)
        let answers = await withTaskGroup(of: (Int, Result<Message, RegistrationError>).self) { group in
            var answers: [Result<Message, RegistrationError>?] = Array(repeating: nil, count: questions.count)
            var rest = questions.indices[...]
            for index in rest.prefix(Self.concurrency) {
                group.addTask { (index, await answer(questions[index], zone, server)) }
            }
            rest = rest.dropFirst(Self.concurrency)
            for await (index, answer) in group {
                answers[index] = answer
                if let next = rest.popFirst() {
                    group.addTask { (next, await self.answer(questions[next], zone, server)) }
                }
            }
            return answers
        }
        var view = ZoneView(zone: zone)
        for (question, answer) in zip(questions, answers) {
            switch (question, answer) {
            case (.rrset(let key), let answer?):
                let message = try answer.get()
                guard message.header.flags.contains(.authoritative) else {
                    throw .noZone(key.name, server: server.description)
                }
                view.records[key] = message.answers.filter { $0.name == key.name && $0.type == key.type }
            case (.leases(let owner), .success(let message)?): view.takeNotes(message, on: owner)
            // Servers that tell nothing of leases are the usual ones.
            default: continue
            }
        }
        return view
    }

    private func answer(
        _ question: Question, _ zone: DomainName, _ server: Server
    ) async -> Result<Message, RegistrationError> {
        do throws(RegistrationError) {
            switch question {
            case .rrset(let key): return .success(try await ask(key.name, key.type, at: server))
            case .leases(let owner):
                guard let name = LeaseNote.name(of: owner, in: zone) else { return .failure(.cancelled) }
                return .success(try await ask(name, .txt, at: server))
            }
        } catch {
            return .failure(error)
        }
    }

    private func ask(
        _ name: DomainName, _ type: RecordType, at server: Server
    ) async throws(RegistrationError) -> Message {
        do throws(ClientError) {
            return try await client.query(name, type, at: server)
        } catch {
            throw error == .cancelled ? .cancelled : .unreachable(server: server.description, error)
        }
    }
}

extension ZoneView {
    fileprivate mutating func takeNotes(_ message: Message, on owner: DomainName) {
        let apex = LeaseNote.zone(of: zone)
        let isTold = (message.answers + message.authorities).contains { record in
            apex.map(record.name.isEqualOrBelow) ?? false && (record.type == .soa || record.type == .txt)
        }
        guard isTold else { return }
        tellsLeases = true
        notes[owner] = message.answers.compactMap { record in
            if case .txt(let text) = record.data { LeaseNote(text) } else { nil }
        }
    }
}
