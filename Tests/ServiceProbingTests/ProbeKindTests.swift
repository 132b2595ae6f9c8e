import DNSCore
import Glibc
import ServiceCatalog
import Testing

@testable import ServiceProbing

/// What is asked of whom.
struct ProbeKindTests {
    @Test(arguments: [
        ("_dns", ProbeKind.dns), ("_domain", .dns), ("_DOMAIN", .dns), ("_ntp", .ntp), ("_sip", .sipOptions),
        ("_stun", .stun), ("_turn", .stun), ("_http", .none), ("_dnsx", .none), ("dns", .none), ("", .none),
    ])
    func `UDP services are asked in their own protocol where it is known`(label: String, kind: ProbeKind) {
        #expect(ProbeKind.of(serviceLabel: Array(label.utf8), transport: .udp) == kind)
    }

    @Test func `TCP services are connected to, whatever they are`() {
        for label in ["_dns", "_http", "_x"] {
            #expect(ProbeKind.of(serviceLabel: label.utf8, transport: .tcp) == .tcpConnect)
        }
    }

    @Test func `a label of bytes that are no text is no known protocol`() {
        #expect(ProbeKind.of(serviceLabel: [0xFF, 0, 0xC3] as [UInt8], transport: .udp) == .none)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("10.0.0.1", true), ("240.0.0.1", true), ("fd00::1", true), ("::1", true),
        ("::ffff:10.0.0.1", true),
        ("0.0.0.0", false), ("0.1.2.3", false), ("224.0.0.251", false), ("255.255.255.255", false), ("::", false),
        ("ff02::1", false), ("::ffff:0.0.0.0", false), ("::ffff:224.0.0.1", false),
    ])
    func `addresses of everyone and of nobody are not probed`(text: String, isProbeable: Bool) throws {
        let address = try #require(IPAddress(text))
        #expect(Endpoint(address: address, port: 80, transport: .tcp).isProbeable == isProbeable)
        #expect(!Endpoint(address: address, port: 0, transport: .tcp).isProbeable)
    }

    @Test(arguments: [
        (ECONNREFUSED, ProbeFailure.endpoint(.refused)), (ECONNRESET, .endpoint(.refused)),
        (ETIMEDOUT, .endpoint(.timedOut)), (EHOSTUNREACH, .endpoint(.unreachable)),
        (ENETUNREACH, .endpoint(.unreachable)),
        (EMFILE, .exhausted), (ENFILE, .exhausted), (ENOBUFS, .exhausted), (EADDRNOTAVAIL, .noLocalPort),
        (EPERM, .local), (EINVAL, .local), (EAFNOSUPPORT, .local),
    ])
    func `what this host cannot do is not the endpoint's fault`(code: Int32, failure: ProbeFailure) {
        #expect(ProbeFailure(errno: code) == failure)
    }
}
