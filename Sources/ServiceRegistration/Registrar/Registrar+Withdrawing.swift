import DNSClient
import DNSCore

extension Registrar {
    /// A service that ends does not wait any longer for a server.
    private static let patience = Duration.seconds(5)

    /// Withdraws what is ours, at once. A server that does not answer is given up after a few seconds.
    public func withdraw() async throws(RegistrationError) {
        era += 1
        let registered = sections.filter { !$0.registered.isEmpty }
        let first: Result<Void, RegistrationError> = await withTaskGroup(of: Result<Void, RegistrationError>.self) {
            group in
            group.addTask { await self.withdraw(registered) }
            group.addTask { [reader] in
                try? await Task.sleep(for: Self.patience)
                return .failure(.unreachable(server: reader.servers.description, .timedOut(.answering)))
            }
            defer { group.cancelAll() }
            return await group.next() ?? .success(())
        }
        try first.get()
        for place in sections.indices {
            sections[place].attempted = []
            sections[place].watches = []
        }
    }

    private func withdraw(_ sections: [Section]) async -> Result<Void, RegistrationError> {
        var failure: RegistrationError?
        for section in sections {
            let places = section.registered
            do throws(RegistrationError) {
                var writer = writer(of: section)
                writer.lease = nil
                let aim = Withdrawal(places: places, includesUnseen: true)
                _ = try await writer.reach(aim, from: section.view, isGuarded: aim.touchesShared)
                tell(.withdrawn(places.map(\.owner)))
            } catch {
                failure = failure ?? error
            }
            await dissociate(places, of: section)
        }
        return failure.map { .failure($0) } ?? .success(())
    }

    /// Withdraws what is there of this host at the names, whoever has registered it: at the ports of the plan, and at any port
    /// where it has none.
    /// - Returns: the names that something was withdrawn at.
    public func unregister() async throws(RegistrationError) -> [DomainName] {
        try await prepare()
        var withdrawn: [DomainName] = []
        for section in sections {
            for aim in withdrawals(of: section) {
                var writer = writer(of: section)
                writer.lease = nil
                guard try await writer.reach(aim, from: section.view, isGuarded: aim.touchesShared).wasSent else {
                    continue
                }
                withdrawn += aim.places.map(\.owner)
                tell(.withdrawn(aim.places.map(\.owner)))
            }
        }
        return withdrawn
    }

    func withdrawals(of section: Section) -> [Withdrawal] {
        section.places(plan) { $0.port ?? 0 }.map { Withdrawal(places: [$0], anyPort: $0.name.port == nil) }
    }

    /// The keys of a port that nobody listens at. The host's addresses stay: others may rely on them by now.
    private func dissociate(_ places: [ServicePlace], of section: Section) async {
        guard section.parts.contains(where: { $0 is KeyAssociations }), let host = section.host,
            let writer = try? await partWriter(host.target, section)
        else { return }
        _ = try? await writer.reach(KeyAssociations(places: places, areWithdrawn: true))
    }
}
