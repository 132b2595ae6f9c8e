import DNSCore
import Testing

@testable import ServiceIdentity

/// Which names in a certificate are those of a service or a host (RFC 9525, RFC 4985).
@Suite struct NameRuleTests {
    @Test(
        "a service is known by its SRV-ID, or by its plain name",
        arguments: [
            ("_http._tcp.web.svc.internal.", ["_http.web.svc.internal", "web.svc.internal"]),
            ("_HTTP._tcp.Web.svc.internal.", ["_http.web.svc.internal", "web.svc.internal"]),
            ("my\\032printer._ipp._tcp.svc.internal.", ["_ipp.svc.internal", "svc.internal"]),
            ("_dns-sd._udp.svc.internal.", ["_dns-sd.svc.internal", "svc.internal"]),
            ("web.svc.internal.", ["web.svc.internal"]),
            ("_odd.svc.internal.", ["_odd.svc.internal"]),
            ("_http._tcp.", ["_http._tcp"]),
        ])
    func identifiers(name: String, expected: [String]) throws {
        #expect(try DomainName(name).serviceIdentifiers.map(\.description) == expected)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var wanted: ExpectedPeer
        var shown: PresentedName
        var isMet: Bool

        var testDescription: String { "\(shown) for \(wanted.services) \(wanted.hosts)" }
    }

    private static func service(_ name: String, _ shown: PresentedName, _ isMet: Bool) -> Case {
        Case(
            wanted: ExpectedPeer(services: (try? DomainName(name)).map { [$0] } ?? []), shown: shown, isMet: isMet)
    }

    private static func host(_ name: String, _ shown: PresentedName, _ isMet: Bool) -> Case {
        Case(wanted: ExpectedPeer(hosts: [name]), shown: shown, isMet: isMet)
    }

    private static let web = "_http._tcp.web.svc.internal."

    static let cases = [
        service(web, .service("_http.web.svc.internal"), true),
        service(web, .service("_HTTP.WEB.svc.INTERNAL"), true),
        service(web, .service("_http.web.svc.internal."), true),
        service(web, .service("_https.web.svc.internal"), false),
        service(web, .service("_http.svc.internal"), false),
        service(web, .service("web.svc.internal"), false),
        service(web, .service("_http"), false),
        service(web, .service(""), false),
        service(web, .service("_http._tcp.web.svc.internal"), false),
        service(web, .service("_http.*.svc.internal"), true),
        service(web, .service("*.web.svc.internal"), false),
        service(web, .host("web.svc.internal"), true),
        service(web, .host("*.svc.internal"), true),
        service(web, .host("_http._tcp.web.svc.internal"), false),
        service(web, .host("_http.web.svc.internal"), false),
        service(web, .host("svc.internal"), false),
        host("h1.internal", .host("H1.internal."), true),
        host("h1.internal.", .host("h1.internal"), true),
        host("h1.internal", .service("h1.internal"), false),
        host("a.b.internal", .host("*.b.internal"), true),
        host("a.b.internal", .host("*.internal"), false),
        host("b.internal", .host("*.internal"), false),
        host("x.a.b.internal", .host("*.b.internal"), false),
        host("a.b.internal", .host("a.*.internal"), false),
        host("a.b.internal", .host("a*.b.internal"), false),
        host("a.b.internal", .host("*a.b.internal"), false),
        host("a.b.internal", .host("*"), false),
        host("a.b.internal", .host("*."), false),
        host("a.b.internal", .host("*.*.internal"), false),
        host(".b.internal", .host("*.b.internal"), false),
        host("h1.internal", .host("h1.internal\0.evil.example"), false),
        host("h1.internal", .host(""), false),
        host("", .host(""), false),
        host("127.0.0.1", .address(.v4(IPv4Address(rawValue: 0x7F00_0001))), true),
        host("127.0.0.1", .host("127.0.0.1"), false),
        host("::1", .address(.v6(IPv6Address(high: 0, low: 1))), true),
        host("::2", .address(.v6(IPv6Address(high: 0, low: 1))), false),
    ]

    @Test("a name is met by itself without case, and by a wildcard for its whole first label", arguments: cases)
    func matching(given: Case) {
        let wanted = given.wanted.identifiers(by: .serviceOrHost)
        #expect(wanted.contains { $0.isMet(by: [given.shown]) } == given.isMet)
    }
}
