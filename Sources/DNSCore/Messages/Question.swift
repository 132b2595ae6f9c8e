/// What is asked for; in an UPDATE, the zone (RFC 1035 section 4.1.2, RFC 2136 section 2.3).
public struct Question: Hashable, Sendable {
    public var name: DomainName
    public var type: RecordType
    public var recordClass: RecordClass

    public init(name: DomainName, type: RecordType, recordClass: RecordClass = .in) {
        self.name = name
        self.type = type
        self.recordClass = recordClass
    }
}

extension Question {
    public init(_ reader: inout WireReader) throws(WireError) {
        name = try reader.readName()
        type = RecordType(rawValue: try reader.readUInt16())
        recordClass = RecordClass(rawValue: try reader.readUInt16())
    }

    package func write(to writer: inout WireWriter) {
        writer.writeCompressed(name)
        writer.write(type.rawValue)
        writer.write(recordClass.rawValue)
    }
}
