import Testing

@testable import DNSCore

@Suite("Compression")
struct CompressionTests {
    private func offset(of pointer: ArraySlice<UInt8>) -> Int? {
        guard let first = pointer.first, let second = pointer.dropFirst().first, first >= 0xC0 else { return nil }
        return Int(first & 0x3F) << 8 | Int(second)
    }

    @Test("owner names and the names of RFC 1035's types point back")
    func allowed() throws {
        let name = try DomainName("example.org")
        var writer = WireWriter()
        writer.write([UInt8](repeating: 0, count: 12))
        writer.writeCompressed(name)
        for data in [RecordData.ns(name), .cname(name), .ptr(name)] {
            let before = writer.bytes.count
            try data.write(to: &writer)
            #expect(Array(writer.bytes[before...]) == [0xC0, 12])
        }
        let before = writer.bytes.count
        try RecordData.mx(MailExchange(preference: 1, exchange: name)).write(to: &writer)
        #expect(Array(writer.bytes[before...]) == [0, 1, 0xC0, 12])
        let soa = StartOfAuthority(
            primary: try name.prepending("ns".utf8), mailbox: name, serial: Serial(rawValue: 1), refresh: 2, retry: 3,
            expire: 4, minimum: 5)
        let start = writer.bytes.count
        try RecordData.soa(soa).write(to: &writer)
        #expect(Array(writer.bytes[start..<start + 7]) == [2, 0x6E, 0x73, 0xC0, 12, 0xC0, 12])
    }

    @Test("no name in the RDATA of a later type is compressed")
    func forbidden() throws {
        let name = try DomainName("example.org")
        let all: [RecordData] = [
            .srv(ServiceLocation(priority: 0, weight: 0, port: 0, target: name)),
            .svcb(ServiceBinding(priority: 1, target: name)), .https(ServiceBinding(priority: 1, target: name)),
            .nsec(NextSecure(next: name, types: TypeBitmap([.a]))),
            .rrsig(
                RecordSignature(
                    typeCovered: .a, algorithm: 8, labels: 2, originalTTL: 0, expiration: 0, inception: 0, keyTag: 0,
                    signer: name, signature: [])),
            .tsig(TransactionSignature(algorithm: name, timeSigned: 0, fudge: 0, mac: [], originalID: 0)),
        ]
        for data in all {
            var writer = WireWriter()
            writer.write([UInt8](repeating: 0, count: 12))
            writer.writeCompressed(name)
            let before = writer.bytes.count
            try data.write(to: &writer)
            #expect(try Array(writer.bytes[before...]) == data.encoded())
        }
    }

    @Test("a compressed SRV target, though forbidden, is read")
    func readAnyway() throws {
        let wire = "0001 8400 0000 0001 0000 0000 07 6578616d706c65 00 0021 0001 00000e10 0008 0001 0002 0050 c00c"
        let record = try #require(Message(decoding: [UInt8](hex: wire)).answers.first)
        #expect(record.description == "example.\t\t3600\tIN\tSRV\t1 2 80 example.")
    }

    @Test("names in types that stay opaque are written out, for their pointers mean nothing elsewhere")
    func opaqueNames() throws {
        let wire = "0001 8400 0000 0001 0000 0000 07 6578616d706c65 00 0023 0001 00000e10 0009 0001 0002 00 00 00 c00c"
        let record = try #require(Message(decoding: [UInt8](hex: wire)).answers.first)
        #expect(
            record.data == .opaque(RecordType(rawValue: 35), [UInt8](hex: "0001 0002 00 00 00 076578616d706c65 00")))
    }

    @Test("names share only bytes that are the same: the case of each is kept")
    func caseKept() throws {
        var writer = WireWriter()
        writer.write([UInt8](repeating: 0, count: 12))
        writer.writeCompressed(try DomainName("www.Example.org"))
        writer.writeCompressed(try DomainName("ftp.example.org"))
        let bytes = try writer.finish()
        // 17 bytes of the first name, then "ftp", "example" and a pointer to "org".
        #expect(Array(bytes[29...]) == [UInt8](hex: "03667470 076578616d706c65 c018"))
    }

    @Test("no pointer leads beyond 0x3FFF", arguments: [0x3FFE, 0x3FFF, 0x4000, 0x4001])
    func highestOffset(start: Int) throws {
        let name = try DomainName("a.b")
        var writer = WireWriter()
        writer.write([UInt8](repeating: 0, count: start))
        writer.writeCompressed(name)
        let before = writer.bytes.count
        writer.writeCompressed(name)
        let bytes = try writer.finish()
        let expected: [UInt8] = start <= 0x3FFF ? [0xC0 | UInt8(start >> 8), UInt8(start & 0xFF)] : Array(name.wire)
        #expect(Array(bytes[before...]) == expected)
    }

    @Test("a message far longer than pointers reach is still read back")
    func longMessage() throws {
        var random = RandomMessage(seed: 7)
        var message = Message(header: Header(id: 1))
        for _ in 0..<900 { message.answers.append(random.record(in: .query)) }
        let bytes = try message.encoded()
        #expect(bytes.count > 0x4FFF)
        #expect(try Message(decoding: bytes) == message)
        #expect(try Message(decoding: bytes).answers.map(\.name.wire) == message.answers.map(\.name.wire))
    }

    @Test("thousands of names find what they share")
    func manyNames() throws {
        var writer = WireWriter()
        writer.write([UInt8](repeating: 0, count: 12))
        let names = try (0..<900).map { try DomainName("host\($0).example.org") }
        for name in names { writer.writeCompressed(name) }
        let size = writer.bytes.count
        #expect(size < 12 + 13 + 900 * (1 + 7 + 2))
        for name in names { writer.writeCompressed(name) }
        // A full table may forget a few.
        #expect(writer.bytes.count - size < 900 * 3)
    }
}
