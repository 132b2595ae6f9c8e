import DNSCore
import Glibc

/// A small authoritative server: zones on disk, kept by updates that services sign, served by UDP, TCP and TLS.
package final class Authority: Sendable {
    /// Where it listens, with the ports that the kernel chose: UDP and TCP alike, then the UDP sockets that were handed down.
    package let places: [SocketPlace]
    package let zones = ZoneRegistry()
    package let store: AuthorityStore
    package let log: AuthorityLog
    /// What clients can pin, where it serves by TLS.
    package let identity: TLSIdentity?
    private let access: AccessControl
    private let updates: UpdateQueue
    private let datagrams: DatagramServer
    private let streams: StreamServer
    private let notifier: NotifySender
    private let configuration: AuthorityConfiguration
    private let work: [Task<Void, Never>]

    /// Reads the store, makes the zones that are not there, and serves.
    package init(_ configuration: AuthorityConfiguration, log: AuthorityLog = AuthorityLog()) async throws {
        self.configuration = configuration
        self.log = log
        let now: @Sendable () -> UInt64 = { UInt64(max(0, time(nil))) }
        store = try AuthorityStore(configuration.folder)
        // Before the keys are read: what changes meanwhile is a change.
        let version = try await store.dataVersion()
        access = AccessControl(AccessPolicy())
        let (versions, announce) = AsyncStream<DomainName>.makeStream(bufferingPolicy: .bufferingNewest(4096))
        updates = try await UpdateQueue(
            store, publishingTo: zones, settings: configuration.updates, now: now,
            changed: { zone, _ in announce.yield(zone) })
        let handler = RequestHandler(zones: zones, access: access, updates: updates, log: log, now: now)
        let sockets = try Sockets(configuration)
        datagrams = try DatagramServer(
            sockets: sockets.datagrams, threadCount: configuration.threadCount, quick: handler.quick
        ) { request, requester in
            // What is larger than a datagram is for streams.
            if case .message(let answer) = await handler.handle(request, from: requester) { answer } else { nil }
        }
        identity = try Self.identity(configuration, at: now())
        streams = StreamServer(
            listeners: sockets.streams(datagrams.places), identity: identity, limits: configuration.streamLimits
        ) { await handler.handle($0, from: $1) }
        places = datagrams.places
        let served = zones.apexes + configuration.zones
        notifier = NotifySender(
            zones: zones, secondaries: Dictionary(served.map { ($0, configuration.secondaries) }) { first, _ in first },
            told: { outcome in log.note(.notified(outcome)) })
        work = [
            Task { [notifier] in for await zone in versions { await notifier.announce(zone) } },
            Task { [updates] in await LeaseSweeper(updates).run() },
            Task { [store, access, log] in
                await KeyWatcher(store: store, access: access, policy: configuration.policy, log: log).run(
                    since: version)
            },
        ]
        do {
            try await begin()
        } catch {
            await stop()
            throw error
        }
    }

    /// Where it listens for TLS, with the ports that the kernel chose.
    package var tlsPlaces: [SocketPlace] {
        zip(configuration.tlsPlaces, streams.ports.dropFirst(configuration.places.count)).map {
            SocketPlace($0.address, port: $1)
        }
    }

    private func begin() async throws {
        try await makeZones()
        access.use(configuration.policy(try await store.keys()))
        try datagrams.start()
        try await streams.start()
        for apex in zones.apexes {
            guard let serial = zones[apex]?.contents.serial else { continue }
            log.note(.started(apex, serial))
            await notifier.announce(apex)
        }
    }

    private func makeZones() async throws {
        for apex in configuration.zones where zones[apex] == nil {
            let addresses = Set(places.map(\.address)).filter { !$0.isUnspecified }
            let contents = try ZoneContents(
                newZone: apex,
                addresses: addresses.isEmpty
                    ? [.v4(IPv4Address(rawValue: 0x7F00_0001))] : addresses.sorted { "\($0)" < "\($1)" })
            let answer = await updates.create(contents)
            guard answer.code == .noError else { throw AuthorityError("\(apex): \(answer.reason ?? "not stored")") }
        }
    }

    private static func identity(_ configuration: AuthorityConfiguration, at now: UInt64) throws -> TLSIdentity? {
        guard !configuration.tlsPlaces.isEmpty else { return nil }
        return try configuration.identity
            ?? TLSIdentity(keptIn: configuration.folder, for: configuration.tlsPlaces.map(\.address), at: now)
    }

    /// Puts a key in force at once.
    package func add(_ key: StoredKey) async throws {
        try await store.putKey(key)
        access.use(configuration.policy(try await store.keys()))
    }

    /// Takes nothing more, answers what has been asked, and ends.
    package func stop() async {
        for task in work { task.cancel() }
        await datagrams.stop()
        await streams.stop()
        await notifier.stop()
    }
}

extension AuthorityConfiguration {
    /// The policy with these keys.
    func policy(_ keys: [StoredKey]) -> AccessPolicy {
        AccessPolicy(keys: keys, transferAddresses: transferAddresses, updateAddresses: updateAddresses)
    }
}
