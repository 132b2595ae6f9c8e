import Testing

@testable import DNSCore

@Suite("The reader")
struct WireReaderTests {
    @Test("reads big-endian numbers")
    func numbers() throws {
        let bytes = [UInt8](hex: "01 0203 04050607 08090a0b0c0d 0e0f101112131415")
        var reader = WireReader(bytes.span)
        #expect(try reader.readUInt8() == 1)
        #expect(try reader.readUInt16() == 0x0203)
        #expect(try reader.readUInt32() == 0x0405_0607)
        #expect(try reader.readUInt48() == 0x0809_0A0B_0C0D)
        #expect(try reader.readUInt64() == 0x0E0F_1011_1213_1415)
        #expect(reader.remaining == 0)
        #expect(throws: WireError(.truncated, at: bytes.count)) { try reader.readUInt8() }
    }

    @Test("does not move when a read fails")
    func failedRead() throws {
        let bytes: [UInt8] = [1, 2, 3]
        var reader = WireReader(bytes.span)
        #expect(throws: WireError(.truncated, at: 0)) { try reader.readBytes(4) }
        #expect(throws: WireError(.truncated, at: 0)) { try reader.skip(-1) }
        #expect(throws: WireError.self) { try reader.readUInt32() }
        var other = WireReader(bytes.span)
        #expect(try other.readBytes(3) == bytes)
        #expect(try other.readBytes(0) == [])
    }

    @Test("stays inside the part it has entered")
    func enter() throws {
        let bytes: [UInt8] = [1, 2, 3, 4]
        var reader = WireReader(bytes.span)
        try reader.enter(1, count: 2)
        #expect(try reader.readUInt16() == 0x0203)
        #expect(throws: WireError(.rdataLengthMismatch, at: 3)) { try reader.readUInt8() }
        #expect(throws: WireError.self) { try reader.enter(3, count: 2) }
        #expect(throws: WireError.self) { try reader.enter(5, count: 0) }
        #expect(throws: WireError.self) { try reader.enter(-1, count: 0) }
        #expect(throws: WireError.self) { try reader.enter(1, count: .max) }
    }

    @Test("starts inside the message whatever offset it is given", arguments: [-5, 0, 3, 99])
    func start(offset: Int) {
        let bytes: [UInt8] = [1, 2, 3]
        let reader = WireReader(bytes.span, at: offset)
        #expect(0...3 ~= reader.offset)
    }
}
