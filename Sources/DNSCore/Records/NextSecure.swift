/// The RDATA of an NSEC record (RFC 4034 section 4.1).
public struct NextSecure: Hashable, Sendable {
    public var next: DomainName
    public var types: TypeBitmap

    public init(next: DomainName, types: TypeBitmap) {
        self.next = next
        self.types = types
    }
}

extension NextSecure: RecordPayload {
    init(_ reader: inout WireReader) throws(WireError) {
        self.init(next: try reader.readName(), types: try TypeBitmap(&reader))
    }

    func write(to writer: inout WireWriter) {
        writer.write(next)
        writer.write(types.wire)
    }

    init(_ text: inout RecordTextReader) throws(RecordTextError) {
        self.init(next: try text.name("the next name"), types: try text.remainingTypes())
    }

    public var description: String { "\(next)\(types.suffix)" }
}
