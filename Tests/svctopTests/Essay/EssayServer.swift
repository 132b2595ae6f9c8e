import Glibc
import PeerServers
import Testing

/// The servers that the essay's scenarios are played on.
enum EssaySoftware: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case embedded
    case bind
    case knot
    case powerDNS

    var testDescription: String { peer?.testDescription ?? "the embedded authority" }

    var peer: PeerSoftware? {
        switch self {
        case .embedded: nil
        case .bind: .bind
        case .knot: .knot
        case .powerDNS: .powerDNSWithSQLite
        }
    }
}

/// A server with a key for each name, that tells what it holds.
final class EssayServer {
    static let zone = "svc.internal."
    static let web = "_http._tcp.web.svc.internal."

    let software: EssaySoftware
    private let program: Program
    private let peer: PeerServer?
    private let port: UInt16
    private var embedded: ServedProgram?
    private let network: TestNetwork?
    private let keys: [String: PeerKey]

    /// - Parameters:
    ///   - names: each gets a key that is called after it, and may change it and nothing else.
    ///   - hosts: every key may change these, too.
    init(
        _ software: EssaySoftware, names: [String] = [web], alsoFor hosts: [String] = [],
        on network: TestNetwork? = nil
    ) async throws {
        self.software = software
        self.network = network
        program = try Program()
        guard let kind = software.peer else {
            (peer, port, keys) = (nil, try freeLoopbackPort(), [:])
            try await start()
            for name in names { try await embedded?.newKey(name, hosts.flatMap { ["--host", $0] }) }
            return
        }
        var configuration = PeerConfiguration(.simple(Self.zone), key: .test)
        configuration.allowsUpdate = true
        configuration.network = network
        var keys: [String: PeerKey] = [:]
        for (index, name) in names.enumerated() {
            let key = PeerKey(name: name, secret: "\(index)m90IGEgc2VjcmV0LCBmb3IgdGVzdHMgYWxvbmUgIy0=")
            keys[name] = key
            configuration.updaters.append(PeerUpdater(key, names: [name] + hosts))
            try program.home.write("\(name)key", key.bindText)
        }
        self.keys = keys
        let peer = try await PeerServer.start(kind, configuration)
        (self.peer, port) = (peer, peer.port)
    }

    func start() async throws {
        guard let peer else {
            let places = ["127.0.0.1", network?.address].compactMap { $0 }.flatMap { ["--listen", "\($0):\(port)"] }
            embedded = try await ServedProgram(
                program,
                ["/usr/bin/env"] + program.prefix
                    + [Program.path, "serve", "--data", ServedProgram.data(program), "--shortest-lease", "1s"] + places)
            return
        }
        if peer.pid == nil { try await peer.start() }
    }

    func stop() async throws {
        if let embedded { try await embedded.stop() } else { await peer?.stop() }
        embedded = nil
    }

    /// Where it is for this host, or for those of the network.
    var place: String { "\(network?.address ?? "127.0.0.1"):\(port)" }

    func keyFile(_ name: String = web) -> String {
        peer == nil
            ? "\(ServedProgram.data(program))/keys/\(name.dropLast()).key" : "\(program.home.path)/\(name)key"
    }

    /// What dig +short says, in order.
    func records(_ name: String = web, _ type: String = "SRV") async throws -> [String] {
        let arguments = ["@127.0.0.1", "-p", "\(port)", "+tries=2", "+time=5", "+short", "+norecurse", name, type]
        return try await Tool.run("dig", arguments).output.split(separator: "\n").map(String.init).sorted()
    }

    /// The ports of the SRV records at a name.
    func ports(_ name: String = web) async throws -> [UInt16] {
        try await records(name).compactMap { $0.split(separator: " ").dropFirst(2).first.flatMap { UInt16($0) } }
    }

    /// One more for each update that has changed something.
    var serial: UInt32 {
        get async throws {
            let soa = try await records(Self.zone, "SOA").first ?? ""
            return try #require(soa.split(separator: " ").dropFirst(2).first.flatMap { UInt32($0) })
        }
    }

    var log: String { peer?.log ?? embedded?.output ?? "" }

    /// Updates that it has been asked for so far, whatever came of them, by its own account; nil where it keeps none.
    var updatesAsked: Int? {
        switch software {
        case .embedded: embedded?.lines.count { $0.contains("changed by") || $0.contains("refused an update") }
        case .bind: peer?.log.split(separator: "\n").count { $0.contains("updating zone") || $0.contains("update '") }
        case .knot: peer?.log.split(separator: "\n").count { $0.contains("DDNS") }
        case .powerDNS: nil
        }
    }
}
