import Testing

@testable import DNSCore

@Suite("Compressed names")
struct NameDecompressionTests {
    private func read(_ message: [UInt8], at offset: Int) throws(WireError) -> (name: DomainName, next: Int) {
        var reader = WireReader(message.span, at: offset)
        return (try reader.readName(), reader.offset)
    }

    @Test("a pointer ends the name where it stands, not where it leads")
    func pointer() throws {
        let message = [UInt8](hex: "0361626303636f6d00 0178c000 05")
        let (name, next) = try read(message, at: 9)
        #expect(name.description == "x.abc.com.")
        #expect(next == 13)
    }

    @Test("a pointer to a pointer is followed")
    func chain() throws {
        let message = [UInt8](hex: "03636f6d00 0161c000 0162c005 c009")
        #expect(try read(message, at: 13).name.description == "b.a.com.")
    }

    @Test("a name that points at itself is an error")
    func selfPointer() {
        #expect(throws: WireError(.pointerNotBackwards, at: 12)) {
            try read([UInt8](repeating: 0, count: 12) + [0xC0, 0x0C], at: 12)
        }
        #expect(throws: WireError(.pointerNotBackwards, at: 2)) { try read([0x01, 0x61, 0xC0, 0x00], at: 0) }
        #expect(throws: WireError(.pointerNotBackwards, at: 0)) { try read([0xC0, 0x02, 0xC0, 0x00], at: 2) }
    }

    @Test("a pointer forwards is an error")
    func forwards() {
        #expect(throws: WireError(.pointerNotBackwards, at: 0)) { try read([0xC0, 0x02, 0x00], at: 0) }
    }

    @Test("what a pointer leads to ends before the name that points")
    func overlap() {
        // The label at 0 claims three bytes and so swallows the pointer at 2 itself.
        #expect(throws: WireError(.pointerNotBackwards, at: 0)) { try read([0x03, 0x61, 0xC0, 0x00, 0x00], at: 2) }
    }

    @Test("127 pointers in a row are enough for any name, more are refused")
    func longChain() throws {
        var message: [UInt8] = [0x01, 0x61, 0x00, 0x00]
        for index in 1...130 {
            let target = index == 1 ? 0 : 2 * index
            message += [0xC0 | UInt8(target >> 8), UInt8(target & 0xFF)]
        }
        #expect(try read(message, at: 4 + 2 * 126).name.description == "a.")
        #expect(throws: WireError.self) { try read(message, at: 4 + 2 * 127) }
    }

    @Test("a name of labels that each point to the next is whole")
    func deepestName() throws {
        var message: [UInt8] = [0x00]
        var start = 0
        for _ in 0..<127 {
            let next = message.count
            message += [0x01, 0x61, 0xC0 | UInt8(start >> 8), UInt8(start & 0xFF)]
            start = next
        }
        #expect(try read(message, at: start).name.labelCount == 127)
        let next = message.count
        message += [0x01, 0x61, 0xC0 | UInt8(start >> 8), UInt8(start & 0xFF)]
        #expect(throws: WireError.self) { try read(message, at: next) }
    }

    @Test("reserved label types are errors", arguments: [UInt8(0x40), 0x41, 0x7F, 0x80, 0xBF])
    func reserved(byte: UInt8) {
        #expect(throws: WireError(.reservedLabelType, at: 0)) {
            try read([byte] + [UInt8](repeating: 0, count: 200), at: 0)
        }
    }

    @Test("a name of 256 bytes is an error, of 255 not")
    func tooLong() throws {
        let label = [63] + [UInt8](repeating: 0x61, count: 63)
        let message = label + label + label + [61] + [UInt8](repeating: 0x61, count: 61) + [0]
        #expect(try read(message, at: 0).name.wire.count == 255)
        #expect(throws: WireError(.nameTooLong, at: 0)) {
            try read(label + label + label + [62] + [UInt8](repeating: 0x61, count: 62) + [0], at: 0)
        }
        #expect(throws: WireError(.nameTooLong, at: 255)) { try read(message + [0x01, 0x62, 0xC0, 0x00], at: 255) }
    }

    @Test("a name cut anywhere is an error")
    func truncated() {
        let message = [UInt8](hex: "0361626303636f6d00")
        for count in 0..<message.count {
            #expect(throws: WireError.self) { try read(Array(message.prefix(count)), at: 0) }
        }
    }

    @Test("a name inside RDATA ends inside it")
    func insideData() throws {
        let message = [UInt8](hex: "0361626303636f6d00")
        var reader = WireReader(message.span)
        try reader.enter(0, count: 8)
        #expect(throws: WireError(.rdataLengthMismatch, at: 8)) { try reader.readName() }
    }
}
