import DNSAuthority
import DNSClient
import DNSCore
import PeerServers
import ServiceRegistration
import Testing

func name(_ text: String) -> DomainName { (try? DomainName(text)) ?? .root }

let loopback = IPAddress.v4(IPv4Address(rawValue: 0x7F00_0001))

/// A server that services register with: the embedded authority, or a real one. All serve `svc.test.`, where `web1` and
/// `web2` are hosts on the loopback.
final class Stage: Sendable {
    enum Kind: String, CaseIterable, CustomTestStringConvertible {
        case authority, bind, knot, powerDNS

        var testDescription: String { rawValue }

        var software: PeerSoftware? {
            switch self {
            case .authority: nil
            case .bind: .bind
            case .knot: .knot
            case .powerDNS: .powerDNSWithSQLite
            }
        }

        /// Those that are installed; in CI all are.
        static var usable: [Kind] { allCases.filter { $0.software?.isInstalled ?? true } }
    }

    static let zone = name("svc.test.")
    static let service = name("_http._tcp.web.svc.test.")
    private static let hosts = "web1 A 127.0.0.1\nweb2 A 127.0.0.2"

    let kind: Kind
    /// Without a key.
    let server: Server
    /// May change everything.
    let admin: TSIGKey
    /// May change `_http._tcp.web.svc.test.` alone.
    let key: TSIGKey
    let client = DNSClient()
    private let authority: Authority?
    private let log: AuthorityLog
    private let peer: PeerServer?
    private let folder: TemporaryFolder

    init(_ kind: Kind, leases: LeasePolicy = LeasePolicy()) async throws {
        self.kind = kind
        folder = try TemporaryFolder()
        log = AuthorityLog()
        let owner = PeerKey(name: "_http._tcp.web.svc.test.", secret: "YSBrZXkgZm9yIHRlc3RzLCBub3QgYSBzZWNyZXQhISE=")
        admin = try TSIGKey(argument: PeerKey.test.digText)
        key = try TSIGKey(argument: owner.digText)
        let port: UInt16
        if let software = kind.software {
            var configuration = PeerConfiguration(.simple("svc.test.", records: Self.hosts), key: .test)
            configuration.allowsUpdate = true
            configuration.updaters = [PeerUpdater(owner, names: [owner.name])]
            let peer = try await PeerServer.start(software, configuration)
            self.peer = peer
            authority = nil
            port = peer.port
        } else {
            var configuration = AuthorityConfiguration(
                folder: "\(folder.path)/authority", zones: [Self.zone], places: [SocketPlace(loopback, port: 0)])
            configuration.updates.leases = leases
            let authority = try await Authority(configuration, log: log)
            try await authority.add(StoredKey(key, role: .owner))
            try await authority.add(StoredKey(admin, role: .admin))
            self.authority = authority
            peer = nil
            port = authority.places[0].port
        }
        server = Server(
            try ServerAddress(host: "127.0.0.1", port: port),
            timeouts: Timeouts(connect: .seconds(2), answer: .seconds(2)))
        if authority != nil { try await update("add web1 60 A 127.0.0.1", "add web2 60 A 127.0.0.2") }
    }

    func stop() async {
        await authority?.stop()
        await peer?.stop()
    }

    /// A real server, on its port again and with what it had saved.
    func startAgain() async throws { try await peer?.start() }

    /// The same server, as it is reached through a relay.
    func through(_ relay: Relay) throws -> Server {
        var server = server
        server.address = try ServerAddress(host: "127.0.0.1", port: relay.port)
        return server
    }

    /// Changes of the zone that were signed and taken so far, at the embedded authority.
    var updates: Int { log.counts.updates }

    var refusedUpdates: Int { log.counts.refusedUpdates }

    /// The zone's serial, which every change raises.
    var serial: Serial? {
        get async throws {
            for record in try await client.query(Self.zone, .soa, at: server).answers {
                if case .soa(let soa) = record.data { return soa.serial }
            }
            return nil
        }
    }

    /// What the server answers, as dig writes it, in order.
    func records(_ owner: String, _ type: RecordType) async throws -> [String] {
        let answers = try await client.query(name(owner), type, at: server).answers
        return answers.filter { $0.type == type }.map { "\($0.data)" }.sorted()
    }

    /// As an admin does it: `add web1 60 A 127.0.0.1`.
    func update(_ changes: String...) async throws {
        var request = UpdateRequest(zone: Self.zone)
        for change in changes {
            let words = change.split(separator: " ", maxSplits: 3).map(String.init)
            let owner = try DomainName(words[1], origin: Self.zone)
            switch words[0] {
            case "add":
                let (type, text) = try Self.typed(words[3])
                request.changes.append(.add(owner, ttl: UInt32(words[2]) ?? 0, try RecordData(type: type, text: text)))
            default: request.changes.append(.deleteRRset(owner, RecordType(words[2]) ?? .any))
            }
        }
        var server = server
        server.key = admin
        let answer = try await client.update(request, at: server)
        guard answer.header.responseCode == .noError else { throw ClientError.responseCode(answer.header.responseCode) }
    }

    private static func typed(_ text: String) throws -> (RecordType, String) {
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        return (RecordType(words[0]) ?? .any, words[1])
    }
}
