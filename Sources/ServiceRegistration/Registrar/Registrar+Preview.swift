import DNSCore

extension Registrar {
    /// An update that would be sent.
    package struct PendingUpdate: Sendable {
        package let request: UpdateRequest
        /// The name of the key that would sign it.
        package let key: DomainName?
    }

    /// What `register` would send now; after `claim`.
    package var pendingUpdates: [PendingUpdate] {
        sections.flatMap { section -> [PendingUpdate] in
            let places = section.places(plan, port: port)
            var requests: [UpdateRequest?] = []
            if let host = section.host, host.target.isEqualOrBelow(section.zone) {
                let ttl = section.names.map(\.ttl).max() ?? 0
                requests.append(
                    HostAddresses(host: host.target, addresses: host.missing, ttl: ttl).request(for: section.view))
            }
            requests.append(Registration(places: places, replacesOwn: !plan.isOneOfSeveral).request(for: section.view))
            return requests.compactMap { $0 }.map { PendingUpdate(request: $0, key: section.key?.name) }
        }
    }

    /// What `unregister` would send now.
    package func pendingWithdrawals() async throws(RegistrationError) -> [PendingUpdate] {
        try await prepare()
        return sections.flatMap { section in
            withdrawals(of: section).compactMap { $0.request(for: section.view, isGuarded: $0.touchesShared) }
                .map { PendingUpdate(request: $0, key: section.key?.name) }
        }
    }

    /// Where the records of a plan lead; after `claim`.
    package var locations: [(owner: DomainName, location: ServiceLocation)] {
        sections.flatMap { section in
            (section.isRegistered ? section.watches.map(\.place) : section.places(plan, port: port)).map {
                ($0.owner, $0.location)
            }
        }
    }
}
