import Glibc
import Testing

@testable import DNSCore

@Suite("Addresses as text")
struct IPAddressTests {
    @Test(
        "the short form of RFC 5952",
        arguments: [
            ("2001:DB8::0001", "2001:db8::1"), ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("::", "::"), ("::1", "::1"), ("1::", "1::"),
            ("::FFFF:192.0.2.1", "::ffff:192.0.2.1"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
        ])
    func shortForm(text: String, short: String) throws {
        #expect(try #require(IPv6Address(text)).description == short)
    }

    @Test(
        "text that is no IPv6 address",
        arguments: [
            "", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "::1:2:3:4:5:6:7:8", ":1::2", "1::2:",
            "12345::", "g::", "fe80::1%eth0", "::1/64", "::192.0.2", "::192.0.2.1:1", "192.0.2.1", "::ffff:192.0.2.01",
            " ::1", "::1 ", "1:2:3:4:5:6:7:192.0.2.1", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", "::+1", "1:2:3:4:5:6:7:8::",
        ])
    func badIPv6(text: String) {
        #expect(IPv6Address(text) == nil)
    }

    @Test(
        "text that is no IPv4 address",
        arguments: [
            "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.", "1..3.4", "+1.2.3.4", "1.2.3.4 ",
            "0x1.2.3.4", "1.2.3.1000",
        ])
    func badIPv4(text: String) {
        #expect(IPv4Address(text) == nil)
    }

    @Test("every address prints as the C library prints it, and reads back")
    func againstLibrary() throws {
        var random = RandomMessage(seed: 8)
        for _ in 0..<3000 {
            // Half of the groups are zero, so that runs of them are common.
            let groups = (0..<8).map { _ in random.int(0..<2) == 0 ? 0 : random.number() as UInt16 }
            let bytes = groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            let address = try #require(IPv6Address(bytes: bytes))
            var text = [CChar](repeating: 0, count: 64)
            inet_ntop(AF_INET6, bytes, &text, 64)
            #expect(address.description == String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self))
            #expect(IPAddress(address.description) == .v6(address))
            #expect(address.bytes == bytes)
        }
        #expect(IPAddress("192.0.2.1") == .v4(IPv4Address(rawValue: 0xC000_0201)))
        #expect(IPv4Address(rawValue: 0xC000_0201).bytes == [192, 0, 2, 1])
    }

    @Test("mangled text is refused or read exactly as the C library reads it")
    func mangled() {
        var random = RandomMessage(seed: 9)
        let pieces = [
            ":", "::", "0", "1", "ffff", "10000", ".", "1.2.3.4", "g", "192.0.2.255", "256.1.1.1", "01.2.3.4", "a:b",
        ]
        var accepted = 0
        for _ in 0..<20_000 {
            let text = (0..<random.int(1..<11)).map { _ in pieces[random.int(0..<pieces.count)] }.joined()
            var expected = [UInt8](repeating: 0, count: 16)
            let isAddress = inet_pton(AF_INET6, text, &expected) == 1
            #expect(IPv6Address(text)?.bytes == (isAddress ? expected : nil), "\(text)")
            accepted += isAddress ? 1 : 0
        }
        #expect(accepted > 100)
    }
}
