import Testing

@testable import DNSCore

@Suite("A record as it lies in the message")
struct RecordViewTests {
    private static let message = [UInt8](
        hex: """
            0001 8400 0001 0005 0000 0000 045f746370 076578616d706c65 00 0021 0001
            c00c 0021 0001 0000003c 0008 0001 0002 0050 c011
            c00c 0001 0001 0000003c 0004 c0000201
            c00c 001c 0001 0000003c 0010 20010db8000000000000000000000001
            c00c 0005 0001 0000003c 0002 c011
            c00c 0021 0001 0000003c 0009 0001 0002 0050 c011 00
            """)

    @Test("gives what its type holds, and only that")
    func accessors() throws {
        var reader = WireReader(Self.message.span)
        #expect(try Header.read(&reader).counts.answers == 5)
        _ = try Question(&reader)
        var target = NameBuffer()

        let service = try RecordView(&reader)
        let numbers = try service.readService(target: &target)
        #expect(numbers == (1, 2, 80))
        #expect(DomainName(target).description == "example.")
        #expect(service.ownerPointer == 12)
        #expect(try service.owner().description == "_tcp.example.")
        #expect(service.rdataBytes.count == 8)
        #expect(throws: WireError.self) { try service.ipv4Address() }

        let v4 = try RecordView(&reader)
        #expect(try v4.ipv4Address().description == "192.0.2.1")
        #expect(throws: WireError.self) { try v4.readService(target: &target) }
        let v6 = try RecordView(&reader)
        #expect(try v6.ipv6Address().description == "2001:db8::1")
        let alias = try RecordView(&reader)
        try alias.readTarget(into: &target)
        #expect(DomainName(target).description == "example.")
        #expect(try alias.resourceRecord().description == "_tcp.example.\t\t60\tIN\tCNAME\texample.")

        let tooLong = try RecordView(&reader)
        #expect(throws: WireError(.rdataLengthMismatch, at: Self.message.count - 1)) {
            try tooLong.readService(target: &target)
        }
        #expect(throws: WireError(.rdataLengthMismatch, at: Self.message.count - 1)) { try tooLong.recordData() }
        #expect(reader.remaining == 0)
    }

    @Test("an address of the wrong length is an error")
    func addressLength() throws {
        let bytes = [UInt8](hex: "00 0001 0001 00000000 0005 c000020100")
        var reader = WireReader(bytes.span)
        let record = try RecordView(&reader)
        #expect(throws: WireError.self) { try record.ipv4Address() }
    }
}
