import DNSAuthority
import DNSClient
import DNSCore
import Glibc
import PeerServers

/// A zone in the authority, copied from a server that has it.
struct ServedZone {
    private let zone: Zone

    var recordCount: Int { zone.contents.recordCount }

    static func copy(of apex: String, from port: UInt16) async throws -> ServedZone {
        let server = Server(try ServerAddress(host: "127.0.0.1", port: port), key: try key())
        var copy = Copy(contents: ZoneContents(apex: try DomainName(apex)))
        _ = try await DNSClient().transfer(of: copy.contents.apex, from: server, into: &copy)
        return ServedZone(zone: Zone(copy.contents))
    }

    private static func key() throws -> TSIGKey {
        try TSIGKey(name: DomainName(PeerKey.test.name), secret: Base64.decode(PeerKey.test.secret) ?? [])
    }

    struct Running {
        fileprivate let streams: StreamServer
        var port: UInt16 { streams.ports.first ?? 0 }
        func stop() async { await streams.stop() }
    }

    /// To whoever has signed with the peers' key.
    func serve() async throws -> Running {
        let zones = ZoneRegistry()
        zones.publish(zone)
        let verifier = TSIGVerifier(keys: [try Self.key()])
        let desk = TransferDesk(zones: zones) { _, _ in true }
        let listener = StreamListener(.address(.v4(IPv4Address(rawValue: 0x7F00_0001)), port: 0))
        let streams = StreamServer(listeners: [listener]) { request, requester in
            let seconds = UInt64(max(0, time(nil)))
            guard case .verified(let responder) = verifier.verify(request.span, at: seconds) else { return .nothing }
            return desk.reply(to: request.span, from: requester, signing: responder, at: seconds)
        }
        try await streams.start()
        return Running(streams: streams)
    }

    private struct Copy: TransferSink {
        var contents: ZoneContents

        mutating func beginMessage() {}
        mutating func beginReplacement() {}
        mutating func add(_ record: borrowing RecordView) throws(WireError) {
            contents.insert(try record.resourceRecord())
        }
        mutating func remove(_ record: borrowing RecordView) throws(WireError) {}
        mutating func commit(soa: StartOfAuthority) {
            contents.insert(ResourceRecord(name: contents.apex, ttl: 60, data: .soa(soa)))
        }
    }
}
