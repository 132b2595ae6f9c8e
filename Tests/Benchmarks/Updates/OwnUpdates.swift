import DNSAuthority
import DNSCore
import Glibc
import PeerServers

/// The embedded authority with one zone, asked by tasks of this process.
struct OwnUpdates {
    private let folder: TemporaryFolder
    private let queue: UpdateQueue

    init() async throws {
        folder = try TemporaryFolder()
        queue = try await UpdateQueue(
            try AuthorityStore("\(folder.path)/store"), publishingTo: ZoneRegistry(), now: { UInt64(max(0, time(nil))) }
        )
        _ = await queue.create(try Self.emptyZone())
    }

    static func emptyZone() throws -> ZoneContents {
        let zone = try UpdateLoad.zone()
        var contents = ZoneContents(apex: zone)
        let soa = StartOfAuthority(
            primary: zone, mailbox: zone, serial: Serial(rawValue: 1), refresh: 3600, retry: 600, expire: 86400,
            minimum: 60)
        contents.insert(ResourceRecord(name: zone, ttl: 60, data: .soa(soa)))
        contents.insert(ResourceRecord(name: zone, ttl: 60, data: .ns(zone)))
        return contents
    }

    func rate(clients: Int, seconds: Double) async -> Double {
        let queue = queue
        let started = Clock.now
        let done = await withTaskGroup(of: Int.self) { group in
            for client in 0..<clients {
                group.addTask {
                    var done = 0
                    while Clock.now - started < seconds {
                        // Another text than in the round before.
                        guard let request = try? UpdateLoad.request(client: client, number: Int(Clock.now * 1e6)),
                            await queue.submit(request, permission: .everything).serial != nil
                        else { return done }
                        done += 1
                    }
                    return done
                }
            }
            return await group.reduce(0, +)
        }
        return Double(done) / (Clock.now - started)
    }
}
