import DNSClient
import Testing

/// What users may write for a server.
struct ServerAddressTests {
    @Test(
        arguments: [
            ("192.0.2.1", "192.0.2.1", nil), ("192.0.2.1:5300", "192.0.2.1", 5300),
            ("192.0.2.1@5300", "192.0.2.1", 5300),
            ("ns1.Example.org", "ns1.example.org", nil), ("ns1.example.org.:53", "ns1.example.org.", 53),
            ("localhost:65535", "localhost", 65535), ("2001:DB8::1", "2001:db8::1", nil), ("::1", "::1", nil),
            ("[::1]", "::1", nil), ("[2001:db8:0::1]:853", "2001:db8::1", 853), ("[::1]@5300", "::1", 5300),
            ("2001:db8::1@5300", "2001:db8::1", 5300), ("fe80::1%lo", "fe80::1%lo", nil),
        ] as [(String, String, UInt16?)])
    func isRead(text: String, host: String, port: UInt16?) throws {
        let address = try ServerAddress(text)
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(try ServerAddress(address.description) == address, "what is printed is read again")
    }

    @Test(
        arguments: [
            ("", .empty), (":53", .empty), ("host:", .badPort("")), ("host:0", .badPort("0")),
            ("host:65536", .badPort("65536")), ("host:+53", .badPort("+53")), ("host:dns", .badPort("dns")),
            ("[::1", .unclosedBracket("[::1")), ("[::1]53", .badPort("53")),
            ("[192.0.2.1]", .notAnAddress("192.0.2.1")),
            ("192.0.2.300", .notAnAddress("192.0.2.300")), ("192.0.2", .notAnAddress("192.0.2")),
            ("1:2:3", .notAnAddress("1:2:3")), ("ho st", .badHost("ho st")), ("a..b", .badHost("a..b")),
            ("\u{1B}[2J", .badHost("\u{1B}[2J")),
        ] as [(String, ServerAddressError)])
    func isRejected(text: String, error: ServerAddressError) {
        #expect(throws: error) { try ServerAddress(text) }
    }

    @Test func hasADefaultPortByTransport() throws {
        let address = try ServerAddress("ns1.example.org")
        #expect(Server(address).port == 53)
        #expect(Server(address, tls: TLSPolicy()).port == 853)
        #expect(Server(try ServerAddress("ns1.example.org:1"), tls: TLSPolicy()).port == 1)
    }
}
