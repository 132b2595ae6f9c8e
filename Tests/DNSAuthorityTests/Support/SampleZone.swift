import DNSCore
import PeerServers
import Testing

@testable import DNSAuthority

/// Zones with one of everything that an answer may depend on: for ourselves and, as a master file, for other servers.
struct SampleZone {
    let apex: DomainName
    /// `OWNER TTL TYPE DATA`, line by line.
    var lines: [String]

    /// The zone as we serve it.
    func zone() throws -> Zone {
        var contents = ZoneContents(apex: apex)
        for line in lines { contents.insert(try record(line, in: apex)) }
        return Zone(contents)
    }

    var peerZone: PeerZone { PeerZone("\(apex)", "$ORIGIN \(apex)\n" + lines.joined(separator: "\n") + "\n") }

    static let services = SampleZone(
        apex: name("svc.test"),
        lines: [
            "@ 3600 SOA ns hostmaster 7 3600 600 86400 300", "@ 3600 NS ns", "@ 3600 NS ns.elsewhere.test.",
            "@ 600 MX 10 mail", "@ 600 TXT \"the apex\"", "ns 3600 A 127.0.0.1", "ns 3600 AAAA ::1",
            "mail 300 A 192.0.2.1", "web1 60 A 192.0.2.11", "web1 60 AAAA 2001:db8::11", "web2 60 A 192.0.2.12",
            // Services.
            "_http._tcp 60 SRV 10 60 8080 web1", "_http._tcp 60 SRV 10 40 8080 web2",
            "_http._tcp 60 SRV 20 0 8080 far.elsewhere.test.", "_http._tcp 60 TXT \"path=/\"",
            "_none._tcp 60 SRV 0 0 0 .", "_twice._tcp 60 SRV 1 1 1 web1", "_twice._tcp 60 SRV 1 1 2 web1",
            "_ipp._tcp 60 PTR Desk._ipp._tcp", "Desk._ipp._tcp 60 SRV 0 0 631 web2", "bound 60 SVCB 1 web1 alpn=h2",
            "bound 60 HTTPS 1 . port=8443", "bound 60 A 192.0.2.13",
            // Aliases.
            "alias 60 CNAME web1", "first 60 CNAME second", "second 60 CNAME third", "third 60 CNAME Web1",
            "round 60 CNAME about", "about 60 CNAME round", "itself 60 CNAME itself",
            "out 60 CNAME www.elsewhere.test.",
            "nowhere 60 CNAME missing", "into 60 CNAME host.child", "over 60 CNAME a.other.test.",
            // Wildcards and what keeps them off.
            "*.wild 60 TXT \"wild\"", "*.wild 60 SRV 0 0 1 web1", "a.kept.wild 60 A 192.0.2.14",
            "*.like 60 CNAME web1", "*.cut 60 A 192.0.2.15", "sub.cut 60 NS ns.elsewhere.test.",
            // Names that exist for the sake of others.
            "a.b.c.empty 60 A 192.0.2.16",
            // Delegations.
            "child 3600 NS ns.child", "child 3600 NS ns2.sibling", "child 3600 NS ns.elsewhere.test.",
            "child 3600 DS 1 13 2 0000000000000000000000000000000000000000000000000000000000000001",
            "ns.child 3600 A 192.0.2.53", "ns.child 3600 AAAA 2001:db8::53", "sibling 3600 NS ns2.sibling",
            "ns2.sibling 3600 A 192.0.2.54", "lone 60 NS ns.elsewhere.test.",
        ] + (1...30).map { "_many._tcp 60 SRV 0 0 \($0) host\($0)" } + (1...30).map { "host\($0) 60 A 192.0.2.\($0)" }
            + (1...5).map { "long 60 TXT \"\($0)\(String(repeating: "x", count: 200))\"" })

    /// Beside `services`: what an alias may lead to.
    static let other = SampleZone(
        apex: name("other.test"),
        lines: [
            "@ 900 SOA ns hostmaster 1 3600 600 86400 1800", "@ 900 NS ns", "ns 900 A 127.0.0.1", "a 60 A 192.0.2.99",
        ])

    static func registry() throws -> ZoneRegistry {
        let registry = ZoneRegistry()
        registry.publish(try services.zone())
        registry.publish(try other.zone())
        return registry
    }
}
