import DNSAuthority
import DNSCore
import Glibc
import PeerServers

/// How long the embedded authority takes to write a large zone for the first time, and to have it ready to serve when it
/// starts again.
struct AuthorityStart {
    var instances: Int

    private static let perName = 8

    func run() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/store"
        let written = try await seconds {
            let queue = try await UpdateQueue(
                try AuthorityStore(path), publishingTo: ZoneRegistry(), now: { UInt64(max(0, time(nil))) })
            let answer = await queue.create(try contents())
            guard answer.code == .noError else { throw BenchmarkError(answer.reason ?? "no zone") }
        }
        let registry = ZoneRegistry()
        let started = try await seconds {
            _ = try await UpdateQueue(
                try AuthorityStore(path), publishingTo: registry, now: { UInt64(max(0, time(nil))) })
        }
        let count = registry[try UpdateLoad.zone()]?.contents.recordCount ?? 0
        guard count == instances + 2 else { throw BenchmarkError("\(count) records are there after the start") }
        show("\nSTART of an authority with \(instances.grouped) instances, \(Self.perName) to a name\n")
        show("  made and written in \(written.text(1)) s, ready again in \(started.text(1)) s\n")
    }

    private func seconds(_ body: () async throws -> Void) async throws -> Double {
        let started = Clock.now
        try await body()
        return Clock.now - started
    }

    private func contents() throws -> ZoneContents {
        var contents = try ZoneContents(newZone: try UpdateLoad.zone(), addresses: [])
        for name in 0..<(instances / Self.perName) {
            let owner = try DomainName("_service\(name)._tcp", origin: contents.apex)
            let data = try (0..<Self.perName).map {
                RecordData.srv(
                    ServiceLocation(
                        priority: 0, weight: 10, port: UInt16($0 + 8000),
                        target: try DomainName("host\(name % 500)", origin: contents.apex)))
            }
            if let rrset = RRset(.srv, ttl: 60, data) { contents.put(rrset, at: owner) }
        }
        return contents
    }
}
