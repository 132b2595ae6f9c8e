import Testing

@testable import DNSClient

@Suite struct ResolverFileTests {
    private func servers(_ text: String) -> [String] { ResolverFile.servers(in: text).map(\.description) }

    @Test func theFirstThreeResolversAreTaken() {
        let text = """
            # made by hand
            search example.com
            nameserver 192.0.2.1
            nameserver\t2001:db8::1
            nameserver fe80::1%eth0 ; trailing
            nameserver 192.0.2.4
            """
        #expect(servers(text) == ["192.0.2.1", "2001:db8::1", "fe80::1%eth0"])
    }

    @Test func withoutOneItIsThisHost() {
        #expect(servers("") == ["127.0.0.1"])
        #expect(servers("nameserver\nnameserver 1.2.3.999\n") == ["127.0.0.1"])
        #expect(ResolverFile.servers(ofFile: "/nonexistent").map(\.description) == ["127.0.0.1"])
    }
}
