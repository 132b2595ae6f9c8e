import DNSClient
import DNSCore
import Glibc

extension Registrar {
    /// Registers: one update for each zone and key where anything differs, none where all is there. Returns when the
    /// server shows it.
    ///
    /// Where this throws something transient, `hold` goes on trying.
    public func register() async throws(RegistrationError) {
        try await prepare()
        var failure: RegistrationError?
        for place in sections.indices where !sections[place].isRegistered {
            do throws(RegistrationError) {
                try await establish(place)
            } catch {
                // It has been told by this: `hold` waits a while, and tells of it again if it is another.
                sections[place].trouble = error
                _ = sections[place].schedule.failed(at: .now, using: &generator)
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    /// Registers the names of a section.
    func establish(_ place: Int) async throws(RegistrationError) {
        var section = sections[place]
        let places = section.places(plan, port: port)
        section.parts = []
        try await provideAddresses(&section)
        sections[place].attempted = places
        let aim = Registration(places: places, replacesOwn: !plan.isOneOfSeveral)
        let formerPorts = aim.replacedPorts(in: section.view)
        let outcome = try await writer(of: section).reach(aim, from: section.view)
        let now = ContinuousClock.now
        section.attempted = places
        section.view = outcome.view
        section.watches = places.map { NameWatch($0, outcome.view, limit: plan.takeovers) }
        followLease(&section, outcome, at: now)
        section.schedule.succeeded(at: now, using: &generator)
        await associate(KeyAssociations(places: places, formerPorts: formerPorts), of: &section)
        sections[place] = section
        for place in places { tell(.registered(place.owner, place.location, wasThere: !outcome.wasSent)) }
    }

    /// What the server says, or has said to an earlier run, of how long the records stay.
    private func followLease(_ section: inout Section, _ outcome: ZoneWriter.Outcome, at now: ContinuousClock.Instant) {
        guard lease != nil else { return }
        if let granted = outcome.granted {
            section.schedule.leaseBegan(.seconds(granted.lease), at: now, using: &generator)
        } else if !outcome.isConfirmed, outcome.view.tellsLeases {
            let notes = section.watches.compactMap { outcome.view.note(on: $0.place.location, at: $0.place.owner) }
            let first = notes.min { $0.expires < $1.expires }
            let isWhole = notes.count == section.watches.count
            let left = isWhole ? (first?.expires ?? 0) - Int64(time(nil)) : 0
            section.schedule.leaseWasFound(
                .seconds(first?.granted ?? 0), left: .seconds(max(0, left)), at: now)
        }
    }

    // MARK: - Parts that may be refused

    private func provideAddresses(_ section: inout Section) async throws(RegistrationError) {
        guard let host = section.host, !host.missing.isEmpty else { return }
        let aim = HostAddresses(
            host: host.target, addresses: host.missing, ttl: section.names.map(\.ttl).max() ?? 60)
        do throws(RegistrationError) {
            _ = try await partWriter(host.target, section).reach(aim)
            section.parts.append(aim)
        } catch {
            // Where the zone itself cannot be reached, it is no use to go on.
            if error.isTransient, host.target.isEqualOrBelow(section.zone) { throw error }
            let text = host.missing.map(\.description).joined(separator: ", ")
            tell(.partRefused("\(host.target) gets no address (\(text))", error))
        }
    }

    private func associate(_ aim: KeyAssociations, of section: inout Section) async {
        guard aim.places.contains(where: { !$0.associations.isEmpty }), let host = section.host else { return }
        do throws(RegistrationError) {
            _ = try await partWriter(host.target, section).reach(aim)
            section.parts.append(aim)
        } catch {
            tell(.partRefused("no TLSA records are at \(host.target)", error))
        }
    }

    /// For records at a host's name, in whichever zone that lies; they have no lease, since others may rely on them.
    func partWriter(_ host: DomainName, _ section: Section) async throws(RegistrationError) -> ZoneWriter {
        let zone = host.isEqualOrBelow(section.zone) ? section.zone : try await reader.zone(of: host).apex
        return ZoneWriter(reader: reader, zone: zone, key: section.key, lease: nil)
    }
}
