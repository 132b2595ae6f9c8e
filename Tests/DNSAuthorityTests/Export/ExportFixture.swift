import DNSCore
import Testing

@testable import DNSAuthority

/// A zone with a service, an instance of DNS-SD and a host; another one beside it; and a key of each kind.
struct ExportFixture {
    let zones: [ZoneContents]
    let admin = ExportFixture.key("admin.", .admin, 1)
    let watcher = ExportFixture.key("watcher.", .transfer, 2)
    let service = ExportFixture.key("_http._tcp.web.svc.test.", .owner, 3, hosts: [name("h7.svc.test.")])
    let instance = ExportFixture.key("Caf\\195\\169\\032\\\"Nord\\\"._ipp._tcp.svc.test.", .owner, 4)
    let host = ExportFixture.key("h9.svc.test.", .owner, 5, types: [.a, .aaaa])
    let other = ExportFixture.key("_x._tcp.other.test.", .owner, 6)

    var keys: [StoredKey] { [admin, watcher, service, instance, host, other] }

    init() throws {
        zones = try ["svc.test.", "other.test."].map { try Self.zone($0) }
    }

    static func zone(_ apex: String) throws -> ZoneContents {
        var zone = ZoneContents(apex: name(apex))
        for text in [
            "@ 60 SOA ns hostmaster 7 3600 600 86400 60", "@ 60 NS ns", "ns 60 A 127.0.0.1",
            "_http._tcp.web 30 SRV 0 0 80 ns", "_ipp._tcp 30 PTR hall._ipp._tcp", "hall._ipp._tcp 30 SRV 0 0 631 ns",
            "hall._ipp._tcp 30 TXT x",
        ] { zone.insert(try record(text, in: zone.apex)) }
        return zone
    }

    static func key(
        _ text: String, _ role: StoredKey.Role, _ secret: UInt8, types: [RecordType]? = nil, hosts: [DomainName] = [],
        macLength: Int? = nil, from: UInt64 = 0, until: UInt64? = nil
    ) -> StoredKey {
        let secret = [UInt8](repeating: secret, count: 32)
        guard let key = try? TSIGKey(name: name(text), secret: secret, macLength: macLength) else {
            fatalError("\(text) is no key")
        }
        return StoredKey(key, role: role, types: types, hosts: hosts, validFrom: from, validUntil: until)
    }
}
