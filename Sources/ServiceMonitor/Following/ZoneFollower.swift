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

    private var known: StartOfAuthority?
    /// Servers that have refused a transfer, with what they said; asked again when the user asks.
    private var refusals: [ServerAddress: ClientError] = [:]
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
        backoff = Backoff(first: min(pollInterval, .seconds(1)), limit: .seconds(30))
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
        if current.serial == known.serial {
            if await monitor.zoneIsReadByQueries(index), refusals[server.address] != nil {
                // A serial tells nothing of what a name server has not shown yet: look again.
                try await query(server)
            } else {
                await monitor.zone(index, confirmedBy: server)
            }
        } else if !isPrimary, known.serial.isNewer(than: current.serial) {
            throw .behind(current.serial)
        } else {
            try await load(from: server)
        }
    }

    private func startOfAuthority(at server: Server) async throws(FollowError) -> StartOfAuthority {
        let message = try await ask(configuration.apex, .soa, at: server)
        for record in message.answers where record.name == configuration.apex {
            if case .soa(let soa) = record.data { return soa }
        }
        throw .client(.responseCode(message.header.responseCode))
    }

    private func ask(
        _ name: DomainName, _ type: RecordType, at server: Server
    ) async throws(FollowError) -> Message {
        do { return try await client.query(name, type, at: server) } catch { throw .client(error) }
    }

    // MARK: - By transfer

    private mutating func load(from server: Server) async throws(FollowError) {
        if refusals[server.address] != nil { return try await query(server) }
        do {
            try await transfer(from: server)
        } catch {
            guard error.refusesTransfer else { throw .client(error) }
            refusals[server.address] = error
            try await query(server)
        }
    }

    private mutating func transfer(from server: Server) async throws(ClientError) {
        let monitor = monitor
        let index = index
        if await monitor.emptyIfWorn(index) { known = nil }
        var sink = ObservedLoader(await monitor.beginTransfer(index), clock: clock) { catalog, table in
            Task { await monitor.zone(index, isLoading: catalog, table) }
        }
        let reporter = ProgressReporter(clock: clock, expectedRecords: recordsOfLastLoad) { progress in
            Task { await monitor.zone(index, hasProgress: progress) }
        }
        let outcome: ZoneTransfer.Outcome
        do {
            outcome = try await transfer(from: server, since: known, into: &sink, reporter)
        } catch {
            await monitor.endTransfer(index)
            throw error
        }
        await take(outcome, sink.loader.catalog, sink.loader.changes, sink.table, from: server)
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
        _ outcome: ZoneTransfer.Outcome, _ catalog: Catalog, _ changes: CatalogChanges, _ table: HealthTable,
        from server: Server
    ) async {
        if case .upToDate = outcome { return await monitor.zone(index, confirmedBy: server) }
        let method: ZoneFreshness.Method = if case .incremental = outcome { .ixfr } else { .axfr }
        known = catalog.soa
        if method == .axfr { recordsOfLastLoad = catalog.recordCount }
        await monitor.zone(index, learnt: catalog, changes, table, by: method, from: server)
    }

    // MARK: - By queries

    private mutating func query(_ server: Server) async throws(FollowError) {
        let names = await monitor.namesToQuery(index, given: configuration.names)
        guard !names.isEmpty else { throw .transferRefused(refusals[server.address]) }
        let soa = try await startOfAuthority(at: server)
        var loader = CatalogLoader(await monitor.beginTransfer(index))
        do {
            try await QueryReader(client: client, server: server, apex: configuration.apex)
                .read(names, soa: soa, into: &loader)
        } catch {
            await monitor.endTransfer(index)
            throw .client(error)
        }
        known = soa
        let reason = refusals[server.address].map { "transfer refused (\($0)): following \(names.count) known names" }
        await monitor.zone(
            index, learnt: loader.catalog, loader.changes, HealthTable(), by: .queries, from: server, notice: reason)
    }
}

extension ClientError {
    /// Whether the server is there and understands, but will not hand out the zone.
    fileprivate var refusesTransfer: Bool {
        switch self {
        case .transfer(.refused(.refused)), .transfer(.refused(.notImplemented)), .transfer(.notAuthoritative),
            .responseCode(.refused), .transfer(.noZone):
            true
        default: false
        }
    }
}

/// Why a zone could not be brought up to date from one server.
enum FollowError: Error {
    case client(ClientError)
    /// A replica that has less than is known already.
    case behind(Serial)
    /// And no names are known that could be asked for one by one.
    case transferRefused(ClientError?)
}

extension FollowError: CustomStringConvertible {
    var description: String {
        switch self {
        case .client(let error): "\(error)"
        case .behind(let serial): "replica is behind, at serial \(serial)"
        case .transferRefused(let error):
            "refuses to transfer the zone\(error.map { " (\($0))" } ?? ""); allow transfers, give a key, "
                + "or name services to be queried"
        }
    }
}
