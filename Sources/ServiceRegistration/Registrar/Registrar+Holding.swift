import DNSClient
import DNSCore

extension Registrar {
    /// Renews, looks, puts back what was lost, until its task is cancelled or something else is asked for; registers first,
    /// where that has not worked yet.
    public func hold() async {
        let era = era
        await becomeKnown(era)
        await withDiscardingTaskGroup { group in
            for place in sections.indices { group.addTask { await self.hold(place, in: era) } }
        }
    }

    /// Tries until a server tells which zones there are.
    private func becomeKnown(_ era: Int) async {
        var backoff = Backoff(first: .seconds(1), limit: .seconds(60))
        var last: RegistrationError?
        while sections.isEmpty, era == self.era {
            do throws(RegistrationError) {
                try await prepare()
            } catch .cancelled {
                return
            } catch {
                let pause = backoff.next(using: &generator)
                if error != last { tell(.trouble(error, next: pause)) }
                last = error
                guard await sleep(until: .now + pause) else { return }
            }
        }
    }

    private func hold(_ place: Int, in era: Int) async {
        while era == self.era {
            if sections[place].isRegistered || sections[place].trouble != nil {
                guard await sleep(until: sections[place].schedule.next), era == self.era else { return }
            }
            do throws(RegistrationError) {
                if sections[place].isRegistered { try await tend(place, in: era) } else { try await establish(place) }
                if sections[place].trouble != nil { tell(.recovered) }
                sections[place].trouble = nil
            } catch .cancelled {
                return
            } catch {
                guard era == self.era else { return }
                let pause = sections[place].schedule.failed(at: .now, using: &generator)
                if sections[place].trouble != error { tell(.trouble(error, next: pause)) }
                sections[place].trouble = error
            }
        }
    }

    private func sleep(until instant: ContinuousClock.Instant) async -> Bool {
        do {
            try await Task.sleep(until: instant, clock: .continuous)
            return true
        } catch {
            return false
        }
    }

    /// One look at a section's names, and what follows from it.
    private func tend(_ place: Int, in era: Int) async throws(RegistrationError) {
        let writer = writer(of: sections[place])
        let view = try await writer.look(Registration(places: sections[place].watches.map(\.place)))
        guard era == self.era else { throw .cancelled }
        sections[place].view = view
        let lost = judge(place, view)
        let renews = sections[place].schedule.isRenewalDue(at: .now)
        let watches = sections[place].watches
        let concerned = watches.indices.filter { lost.contains($0) || renews && !watches[$0].isYielded }
        if !concerned.isEmpty {
            let aim = Registration(
                places: concerned.map { watches[$0].place }, replacesOwn: false, renews: true, setsTTL: false)
            let outcome = try await writer.reach(aim, from: view)
            guard era == self.era else { throw .cancelled }
            try follow(outcome, of: place, restored: lost, renews: renews)
        }
        try await tendParts(of: place)
        sections[place].schedule.succeeded(at: .now, using: &generator)
    }

    /// - Returns: which of the names are to be put back.
    private func judge(_ place: Int, _ view: ZoneView) -> [Int] {
        sections[place].watches.indices.filter { index in
            let judgement = sections[place].watches[index].judge(view, at: .now)
            if let event = judgement.event { tell(event) }
            return judgement.isToBePutBack
        }
    }

    private func follow(
        _ outcome: ZoneWriter.Outcome, of place: Int, restored: [Int], renews: Bool
    ) throws(RegistrationError) {
        let now = ContinuousClock.now
        sections[place].view = outcome.view
        for index in restored {
            sections[place].watches[index].wasPutBack(at: now)
            tell(.restored(sections[place].watches[index].place.owner))
        }
        // What was put back has a lease from now on; the rest has its own, which ends before.
        guard renews || sections[place].schedule.renewal == nil else { return }
        guard outcome.isConfirmed else {
            throw .unreachable(server: reader.servers.description, .closedEarly(bytes: 0))
        }
        guard let granted = outcome.granted else { return sections[place].schedule.leaseEnded() }
        sections[place].schedule.leaseBegan(.seconds(granted.lease), at: now, using: &generator)
        tell(.renewed(sections[place].watches.map(\.place.owner), .seconds(granted.lease)))
    }

    /// What was registered beside the names: addresses, keys.
    private func tendParts(of place: Int) async throws(RegistrationError) {
        let section = sections[place]
        for part in section.parts {
            guard let host = section.host?.target else { continue }
            if try await partWriter(host, section).reach(part).wasSent { tell(.restored(host)) }
        }
    }
}
