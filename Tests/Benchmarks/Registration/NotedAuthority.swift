import DNSAuthority
import DNSCore
import PeerServers
import Synchronization

/// The embedded authority with an empty zone, in this process, and when that has changed: on disk, and served.
final class NotedAuthority: Sendable {
    static let zone = "svc.internal."

    let port: UInt16
    private let authority: Authority
    private let changes: Changes

    init(in folder: TemporaryFolder) async throws {
        port = try freeLoopbackPort()
        let configuration = AuthorityConfiguration(
            folder: "\(folder.path)/store", zones: [try DomainName(Self.zone)],
            places: [SocketPlace(.v4(IPv4Address(rawValue: 0x7F00_0001)), port: port)])
        let changes = Changes()
        self.changes = changes
        authority = try await Authority(configuration, log: AuthorityLog { if case .updated = $0 { changes.note() } })
    }

    var times: [Double] { changes.times }

    /// A key, in a file.
    func key(_ name: String, role: StoredKey.Role, in folder: TemporaryFolder) async throws -> String {
        let key = try TSIGKey.random(DomainName(name))
        try await authority.add(StoredKey(key, role: role))
        return try folder.write("key", key.keyFileText)
    }

    func stop() async { await authority.stop() }
}

private final class Changes: Sendable {
    private let noted = Mutex<[Double]>([])

    var times: [Double] { noted.withLock { $0 } }

    func note() { noted.withLock { $0.append(Clock.now) } }
}
