import DNSCore
import Glibc
import NIOCore
import NIOPosix

/// Tells the secondaries of zones about changes (RFC 1996), each until it has acknowledged the newest.
///
/// A secondary that does not answer is told five times, after waits that double; then again at the next change. Changes
/// that follow one upon the other are told as one.
package actor NotifySender {
    private let zones: ZoneRegistry
    private let secondaries: [DomainName: [Secondary]]
    private let pace: NotifyPace
    private let group: any EventLoopGroup
    private let clock: @Sendable () -> UInt64
    private let told: @Sendable (NotifyOutcome) -> Void
    private var rounds: [Recipient: Round] = [:]
    private var isStopped = false

    private struct Recipient: Hashable {
        var zone: DomainName
        var secondary: Secondary
    }

    /// One secondary that is being told.
    private struct Round {
        /// The zone has changed since the newest version was looked at.
        var isDue = true
        var exchange: Task<NotifyExchange.Outcome, Never>?
    }

    /// - Parameters:
    ///   - secondaries: of each zone that has some.
    ///   - clock: seconds since 1970, for signatures.
    ///   - told: what came of it, for the log.
    package init(
        zones: ZoneRegistry, secondaries: [DomainName: [Secondary]], pace: NotifyPace = NotifyPace(),
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        clock: @escaping @Sendable () -> UInt64 = { UInt64(max(0, time(nil))) },
        told: @escaping @Sendable (NotifyOutcome) -> Void = { _ in }
    ) {
        self.zones = zones
        self.secondaries = secondaries
        self.pace = pace
        self.group = group
        self.clock = clock
        self.told = told
    }

    /// A zone has been published in a new version.
    package func announce(_ apex: DomainName) {
        guard !isStopped else { return }
        for secondary in secondaries[apex] ?? [] {
            let recipient = Recipient(zone: apex, secondary: secondary)
            if rounds[recipient] == nil {
                rounds[recipient] = Round()
                Task { await run(recipient) }
            } else {
                rounds[recipient]?.isDue = true
                rounds[recipient]?.exchange?.cancel()
            }
        }
    }

    /// Tells nobody anything any more.
    package func stop() {
        isStopped = true
        for round in rounds.values { round.exchange?.cancel() }
    }

    private func run(_ recipient: Recipient) async {
        while !isStopped, rounds[recipient]?.isDue ?? false {
            rounds[recipient]?.isDue = false
            guard let soa = newest(recipient.zone) else { break }
            let outcome = await tell(recipient, soa)
            told(outcome)
            // The next change may be a moment away.
            if !isStopped { try? await Task.sleep(for: pace.gap) }
        }
        rounds[recipient] = nil
    }

    private func tell(_ recipient: Recipient, _ soa: ResourceRecord) async -> NotifyOutcome {
        var outcome = NotifyOutcome(
            zone: recipient.zone, serial: soa.serial, secondary: recipient.secondary, result: .superseded, tries: 0)
        do {
            let request = try NotifyRequest(
                of: soa, key: recipient.secondary.key, id: .random(in: 0 ... .max), at: clock())
            let (waits, clock, group) = (pace.waits, clock, group)
            let exchange = Task {
                await NotifyExchange.run(request, to: recipient.secondary, waits: waits, clock: clock, on: group)
            }
            rounds[recipient]?.exchange = exchange
            let end = await exchange.value
            rounds[recipient]?.exchange = nil
            (outcome.result, outcome.tries) = (end.result, end.tries)
        } catch {
            outcome.result = .givenUp(.cannotSend("\(error)"))
        }
        return outcome
    }

    private func newest(_ apex: DomainName) -> ResourceRecord? {
        guard let rrset = zones[apex]?.contents.rrset(.soa, at: apex), let data = rrset.data.first else {
            return nil
        }
        return ResourceRecord(name: apex, ttl: rrset.ttl, data: data)
    }
}

extension ResourceRecord {
    /// Of an SOA record.
    fileprivate var serial: Serial {
        if case .soa(let soa) = data { soa.serial } else { Serial(rawValue: 0) }
    }
}
