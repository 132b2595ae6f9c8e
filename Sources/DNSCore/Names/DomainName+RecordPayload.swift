/// The RDATA of NS, CNAME and PTR records, of all types of RFC 1035 that are nothing but a name.
extension DomainName: RecordPayload {
    init(_ reader: inout WireReader) throws(WireError) {
        self = try reader.readName()
    }

    func write(to writer: inout WireWriter) {
        writer.writeCompressed(self)
    }

    init(_ text: inout RecordTextReader) throws(RecordTextError) {
        self = try text.name("a name")
    }
}
