import Testing

@testable import DNSCore

@Suite("Records read and print as dig shows them")
struct DigVectorTests {
    @Test(arguments: DigVectors.rdata.map { ($0.key, $0.value) })
    func record(line: String, wire: String) throws {
        let fields = line.split(maxSplits: 4) { $0 == " " || $0 == "\t" }.map(String.init)
        let type = try #require(RecordType(fields[3]))
        let recordClass: RecordClass = fields[2] == "CH" ? .ch : .in
        let bytes = [UInt8](hex: wire)

        var reader = WireReader(bytes.span)
        let data = try RecordData(type: type, recordClass: recordClass, reader: &reader)
        let record = ResourceRecord(
            name: try DomainName(fields[0]), recordClass: recordClass, ttl: try #require(UInt32(fields[1])), data: data)

        #expect(record.description == line)
        #expect(try RecordData(type: type, recordClass: recordClass, text: fields[4]) == data)
        #expect(try data.encoded() == bytes)
        #expect(try RecordData(type: type, recordClass: recordClass, text: "\\# \(bytes.count) \(wire)") == data)
    }

    @Test("every type with a case of its own is among them")
    func complete() {
        let types = Set(
            DigVectors.rdata.compactMap { $0.key.split { $0 == " " || $0 == "\t" }.dropFirst(3).first.map(String.init) }
        )
        let known: [RecordType] = [
            .a, .aaaa, .ns, .cname, .soa, .mx, .txt, .srv, .tlsa, .svcb, .https, .caa, .ds, .dnskey, .rrsig,
            .nsec, .nsec3, .key, .ptr,
        ]
        #expect(known.map(\.description).filter { !types.contains($0) } == [])
    }
}
