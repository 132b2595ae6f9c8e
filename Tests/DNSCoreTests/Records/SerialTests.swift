import Testing

@testable import DNSCore

@Suite("Serials wrap, RFC 1982")
struct SerialTests {
    @Test(
        arguments: [
            (1, 0, true), (0, 1, false), (0, 0, false), (0, .max, true), (.max, 0, false), (0x8000_0000, 0, false),
            (0, 0x8000_0000, false), (0x7FFF_FFFF, 0, true), (0x8000_0001, 0, false), (0, 0x8000_0001, true),
        ] as [(UInt32, UInt32, Bool)])
    func order(a: UInt32, b: UInt32, isNewer: Bool) {
        #expect(Serial(rawValue: a).isNewer(than: Serial(rawValue: b)) == isNewer)
    }
}
