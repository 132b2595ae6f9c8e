import Testing

@testable import DNSCore

@Suite("Hostile messages")
struct HostileMessageTests {
    private func header(_ counts: [UInt16] = [0, 0, 0, 0], flags: UInt16 = 0) -> [UInt8] {
        ([0x1234, flags] + counts).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }

    @Test("counts that promise more than there is", arguments: 0..<4)
    func lyingCounts(section: Int) {
        var counts: [UInt16] = [0, 0, 0, 0]
        counts[section] = 65_535
        #expect(throws: WireError(.truncated, at: 12)) { try Message(decoding: header(counts)) }
    }

    @Test("bytes that no count speaks of")
    func trailing() {
        #expect(throws: WireError(.trailingBytes, at: 12)) { try Message(decoding: header() + [0]) }
    }

    @Test("a question that points at itself")
    func selfPointer() {
        #expect(throws: WireError(.pointerNotBackwards, at: 12)) {
            try Message(decoding: header([1, 0, 0, 0]) + [0xC0, 0x0C, 0, 1, 0, 1])
        }
    }

    @Test("thousands of names that hang on one chain of pointers are refused quickly")
    func pointerBomb() {
        var bytes = header([1, 5000, 0, 0]) + [0, 0, 1, 0, 1]
        // An opaque record full of pointers, each to the one before.
        let chainStart = bytes.count + 11
        let chain = (0..<4000).flatMap { index -> [UInt8] in
            let target = index == 0 ? 12 : chainStart + 2 * (index - 1)
            return [0xC0 | UInt8(target >> 8), UInt8(target & 0xFF)]
        }
        bytes += [0, 0xFF, 0, 0, 1, 0, 0, 0, 0, UInt8(chain.count >> 8), UInt8(chain.count & 0xFF)] + chain
        let end = chainStart + chain.count - 2
        for _ in 0..<4999 {
            bytes += [0xC0 | UInt8(end >> 8), UInt8(end & 0xFF), 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4]
        }
        #expect(throws: WireError.self) { try Message(decoding: bytes) }
    }

    @Test(
        "RDATA that does not end where its length says",
        arguments: [
            (RecordType.a, "0102 03"), (.a, "01020304 05"), (.aaaa, "00"), (.ns, "0161"), (.ns, "00 00"),
            (.soa, "00 00"),
            (.mx, "0001"), (.mx, "0001 00 00"), (.txt, ""), (.txt, "0261"), (.srv, "000000000000"),
            (.srv, "0000 0000 0000 00 00"), (.tlsa, "0301"), (.svcb, "0001"), (.svcb, "0001 00 0003 0002 01"),
            (.caa, "00"), (.caa, "00 05 6973"), (.ds, "0001"), (.dnskey, "0100 03"), (.rrsig, "0001"), (.nsec, ""),
            (.nsec, "00 00"), (.nsec3, "01 00 0000 04 aabb"), (.opt, "0001 0004 00"), (.tsig, "00"), (.key, ""),
        ])
    func dataLength(type: RecordType, hex: String) {
        let data = [UInt8](hex: hex)
        for suffix in [[], [UInt8](repeating: 0, count: 40)] {
            let message = data + suffix
            var reader = WireReader(message.span)
            #expect(throws: WireError.self) {
                try reader.enter(0, count: data.count)
                _ = try RecordData(type: type, reader: &reader)
            }
        }
    }

    @Test(
        "values that their format rules out",
        arguments: [
            (RecordType.caa, "00 00 61"), (.caa, "00 01 2d 61"),  // an empty tag, a tag with a hyphen
            (.nsec, "00 00 00"), (.nsec, "00 00 01 00"), (.nsec, "00 01 01 80 00 01 80"),  // empty, zero, out of order
            (.nsec, "00 00 21" + String(repeating: "ff", count: 33)), (.nsec3, "01 00 0000 00 00"),
            (.svcb, "0001 00 0003 0002 0050 0003 0002 0050"), (.svcb, "0001 00 0004 0004 c0000201 0003 0002 0050"),
            (.svcb, "0001 00 0001 0000"), (.svcb, "0001 00 0001 0001 00"), (.svcb, "0001 00 0001 0002 0261"),
            (.svcb, "0001 00 0002 0000"),  // no-default-alpn without alpn
            (.svcb, "0001 00 0003 0001 50"), (.svcb, "0001 00 0004 0003 c00002"), (.svcb, "0001 00 0004 0000"),
            (.svcb, "0001 00 0000 0002 0003"), (.svcb, "0001 00 0000 0002 0000"),  // mandatory, but missing; itself
            (.svcb, "0001 00 0005 0003 0002 00"), (.svcb, "0001 00 0008 0001 00"),
        ])
    func values(type: RecordType, hex: String) {
        let data = [UInt8](hex: hex)
        var reader = WireReader(data.span)
        #expect(throws: WireError.self) { try RecordData(type: type, reader: &reader) }
    }

    @Test("a record length that reaches beyond the message")
    func dataBeyondEnd() {
        let record: [UInt8] = [0, 0, 16, 0, 1, 0, 0, 0, 0, 0xFF, 0xFF, 0]
        #expect(throws: WireError.self) { try Message(decoding: header([0, 1, 0, 0]) + record) }
    }

    @Test("OPT and TSIG records out of place")
    func misplaced() throws {
        let opt: [UInt8] = [0, 0, 41, 0x04, 0xD0, 0, 0, 0, 0, 0, 0]
        let named: [UInt8] = [1, 0x61] + opt
        let tsig: [UInt8] =
            [0, 0, 250, 0, 255, 0, 0, 0, 0, 0, 17] + [0] + [UInt8](repeating: 0, count: 16)
        let inClassIN = Array(tsig[..<4] + [1] + tsig[5...])
        #expect(try Message(decoding: header([0, 0, 0, 2]) + opt + tsig).additionals.count == 1)
        // The root may stand behind a pointer, as any name.
        let question: [UInt8] = [0, 0, 1, 0, 1]
        #expect(try Message(decoding: header([1, 0, 0, 1]) + question + [0xC0, 12] + opt[1...]).edns?.udpSize == 1232)
        #expect(throws: WireError.self) { try Message(decoding: header([0, 0, 0, 2]) + tsig + opt) }
        #expect(throws: WireError.self) { try Message(decoding: header([0, 0, 0, 2]) + opt + opt) }
        #expect(throws: WireError.self) { try Message(decoding: header([0, 0, 0, 1]) + named) }
        #expect(throws: WireError.self) { try Message(decoding: header([0, 1, 0, 0]) + opt) }
        #expect(throws: WireError.self) { try Message(decoding: header([0, 1, 0, 0]) + tsig) }
        #expect(throws: WireError.self) { try Message(decoding: header([0, 0, 0, 1]) + inClassIN) }
    }
}
