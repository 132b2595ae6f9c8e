import DNSClient
import DNSCore
import ServiceCatalog
import ServiceProbing

/// Keeps one zone up to date for as long as its task runs, whatever its servers do.
struct ZoneFollower {
    /// Why it is time to ask.
    enum Trigger: Sendable {
        case timer
        case notify
        /// The user asked.
        case refresh
    }

    let index: Int
    let configuration: ZoneConfiguration
    let client: DNSClient
    let clock: WallClock
    let pollInterval: Duration
    unowned let monitor: ServiceMonitor

    /// A server that has refused a transfer is asked for one again after a while, or when the user asks.
    private struct Refusal {
        var error: ClientError
        var until: Timestamp
    }

    private var known: StartOfAuthority?
    private var refusals: [ServerAddress: Refusal] = [:]
    private var recordsOfLastLoad = 0
    private var backoff: Backoff

    init(
        index: Int, configuration: ZoneConfiguration, client: DNSClient, clock: WallClock, pollInterval: Duration,
        monitor: ServiceMonitor
    ) {
        self.index = index
        self.configuration = configuration
        self.client = client
        self.clock = clock
        self.pollInterval = pollInterval
        self.monitor = monitor
        backoff = Backoff(polling: pollInterval)
    }

    /// Follows until cancelled: at once, then whenever a trigger comes or the time has.
    mutating func run(_ triggers: AsyncStream<Trigger>, _ timer: AsyncStream<Trigger>.Continuation) async {
        var delay = await refresh(for: .timer)
        while !Task.isCancelled {
            let alarm = Task { [delay] in
                try await Task.sleep(for: delay)
                timer.yield(.timer)
            }
            defer { alarm.cancel() }
            var iterator = triggers.makeAsyncIterator()
            guard let trigger = await iterator.next() else { return }
            delay = await refresh(for: trigger)
        }
    }

    /// Asks the servers in turn until one answers. Returns how long to wait before the next time.
    mutating func refresh(for trigger: Trigger) async -> Duration {
        if trigger == .refresh { refusals = [:] }
        var problems: [String] = []
        for (position, server) in configuration.servers.enumerated() {
            do {
                try await refresh(at: server, isPrimary: position == 0)
                backoff.reset()
                return pollInterval
            } catch {
                guard !Task.isCancelled else { return pollInterval }
                problems.append("\(server): \(error)")
            }
        }
        var generator = SystemRandomNumberGenerator()
        let delay = backoff.next(using: &generator)
        await monitor.zone(index, failedBecause: problems.joined(separator: "; "), retryIn: delay)
        return delay
    }

    private mutating func refresh(at server: Server, isPrimary: Bool) async throws(FollowError) {
        guard let known else {
            try await load(from: server)
            return
        }
        let current = try await startOfAuthority(at: server)
        let isPartial = await monitor.zoneIsReadByQueries(index)
        if current.serial == known.serial, !isPartial {
            await monitor.zone(index, confirmedBy: server)
        } else if !isPrimary, known.serial.isNewer(than: current.serial) {
            throw .behind(current.serial)
        } else {
            // Where only some names are known, the serial tells nothing of the others.
            try await load(from: server)
        }
    }

    /// Fails with the reason where the server has no such zone.
    private func startOfAuthority(at server: Server) async throws(FollowError) -> StartOfAuthority {
        let message: Message
        do {
            message = try await client.query(configuration.apex, .soa, at: server)
        } catch .responseCode(let code) where code == .refused || code == .notAuth {
            throw .notServed(code, in: nil)
        } catch {
            throw .client(error)
        }
        for record in message.answers where record.name == configuration.apex {
            if case .soa(let soa) = record.data { return soa }
        }
        let parent = message.authorities.first { $0.type == .soa && configuration.apex.isEqualOrBelow($0.name) }
        throw .notServed(message.header.responseCode, in: parent?.name)
    }

    // MARK: - By transfer

    private mutating func load(from server: Server) async throws(FollowError) {
        if let refusal = refusals[server.address], clock.now < refusal.until {
            return try await query(server, after: refusal.error)
        }
        do {
            try await transfer(from: server)
            refusals[server.address] = nil
        } catch {
            guard error.refusesTransfer else { throw .client(error) }
            let patience = pollInterval * Self.pollsBetweenTransferTries
            refusals[server.address] = Refusal(error: error, until: clock.now.advanced(by: patience))
            try await query(server, after: error)
        }
    }

    private static let pollsBetweenTransferTries = 12

    private mutating func transfer(from server: Server) async throws(ClientError) {
        let monitor = monitor
        let index = index
        if await monitor.emptyIfWorn(index) { known = nil }
        let show: @Sendable (Catalog) -> Void = { catalog in Task { await monitor.zone(index, isLoading: catalog) } }
        var sink = ObservedLoader(
            await monitor.beginTransfer(index), clock: clock, show: await monitor.isSurvey ? nil : show)
        let reporter = ProgressReporter(clock: clock, expectedRecords: recordsOfLastLoad) { progress in
            Task { await monitor.zone(index, hasProgress: progress) }
        }
        let outcome: ZoneTransfer.Outcome
        do {
            // Differences are no use to a catalog that has but some of the names.
            let base = await monitor.zoneIsReadByQueries(index) ? nil : known
            outcome = try await transfer(from: server, since: base, into: &sink, reporter)
        } catch {
            await monitor.endTransfer(index)
            // Differences that do not fit: the next try takes the whole zone, which is applied as a difference of ours.
            if case .transfer = error { known = nil }
            throw error
        }
        await take(outcome, sink.loader.catalog, sink.loader.changes, from: server)
    }

    /// A server whose serial is older than ours has been set up anew: then the whole zone is taken.
    private func transfer(
        from server: Server, since known: StartOfAuthority?, into sink: inout ObservedLoader,
        _ reporter: ProgressReporter
    ) async throws(ClientError) -> ZoneTransfer.Outcome {
        let outcome = try await client.transfer(
            of: configuration.apex, since: known, from: server, into: &sink, progress: reporter.report)
        guard case .serverBehind = outcome else { return outcome }
        return try await client.transfer(
            of: configuration.apex, since: nil, from: server, into: &sink, progress: reporter.report)
    }

    private mutating func take(
        _ outcome: ZoneTransfer.Outcome, _ catalog: Catalog, _ changes: CatalogChanges, from server: Server
    ) async {
        if case .upToDate = outcome { return await monitor.zone(index, confirmedBy: server) }
        let method: ZoneFreshness.Method = if case .incremental = outcome { .ixfr } else { .axfr }
        known = catalog.soa
        if method == .axfr { recordsOfLastLoad = catalog.recordCount }
        await monitor.zone(index, learnt: catalog, changes, by: method, from: server)
    }

    // MARK: - By queries

    private mutating func query(_ server: Server, after refusal: ClientError) async throws(FollowError) {
        let soa: StartOfAuthority
        do {
            soa = try await startOfAuthority(at: server)
        } catch .client where refusal == .closedEarly(bytes: 0) {
            // It was no refusal: nobody is there.
            throw .client(refusal)
        }
        let names = await monitor.namesToQuery(index, given: configuration.names)
        guard !names.isEmpty else {
            refusals[server.address] = nil
            throw .transferRefused(refusal)
        }
        var loader = CatalogLoader(await monitor.beginTransfer(index))
        do {
            try await QueryReader(client: client, server: server, apex: configuration.apex)
                .read(names, soa: soa, into: &loader)
        } catch {
            await monitor.endTransfer(index)
            throw .client(error)
        }
        known = soa
        let count = names.count == 1 ? "1 known name" : "\(names.count) known names"
        let notice = "transfer refused (\(refusal.codeOrDescription)): following \(count)"
        await monitor.zone(
            index, learnt: loader.catalog, loader.changes, by: .queries, from: server, notice: notice)
    }
}

extension ClientError {
    /// Whether the server is there and understands, but will not hand out the zone: with REFUSED or NOTAUTH (PowerDNS signs
    /// neither), or by closing the connection (RFC 5936 section 2.2.1).
    fileprivate var refusesTransfer: Bool {
        switch self {
        case .responseCode(.refused), .responseCode(.notAuth), .responseCode(.notImplemented), .transfer(.noZone),
            .tsig(.unsignedAnswer(.refused)), .tsig(.unsignedAnswer(.notAuth)), .closedEarly(bytes: 0):
            true
        default: false
        }
    }
}

extension ClientError {
    fileprivate var codeOrDescription: String {
        if case .responseCode(let code) = self { "\(code)" } else { description }
    }
}

/// Why a zone could not be brought up to date from one server.
enum FollowError: Error {
    case client(ClientError)
    /// A replica that has less than is known already.
    case behind(Serial)
    /// The server does not have the zone; perhaps one that it would lie in.
    case notServed(ResponseCode, in: DomainName?)
    /// And no names are known that could be asked for one by one, or too many.
    case transferRefused(ClientError)
}

extension FollowError: CustomStringConvertible {
    var description: String {
        switch self {
        case .client(let error): "\(error)"
        case .behind(let serial): "replica is behind, at serial \(serial)"
        case .notServed(_, in: let parent?): "no zone has this name here: it lies in \(parent)"
        case .notServed(let code, in: nil):
            "does not serve this zone (\(code)): check the zone's name, and whether the server is one of its own"
        case .transferRefused(.responseCode(let code)):
            "refuses to transfer the zone (\(code)): allow it on the server for this address or key, give a key, or name "
                + "services to be queried"
        case .transferRefused(let error): "\(error)"
        }
    }
}
