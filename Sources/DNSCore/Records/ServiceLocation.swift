/// The RDATA of an SRV record (RFC 2782).
public struct ServiceLocation: Hashable, Sendable {
    /// Lower is tried first.
    public var priority: UInt16
    /// The share among equals in priority; 0 means hardly ever.
    public var weight: UInt16
    public var port: UInt16
    /// The host; the root when the service is decidedly not offered.
    public var target: DomainName

    public init(priority: UInt16, weight: UInt16, port: UInt16, target: DomainName) {
        self.priority = priority
        self.weight = weight
        self.port = port
        self.target = target
    }
}

extension ServiceLocation: RecordPayload {
    init(_ reader: inout WireReader) throws(WireError) {
        self.init(
            priority: try reader.readUInt16(), weight: try reader.readUInt16(), port: try reader.readUInt16(),
            target: try reader.readName())
    }

    /// The target is never compressed: RFC 2782, "Target".
    func write(to writer: inout WireWriter) {
        writer.write(priority)
        writer.write(weight)
        writer.write(port)
        writer.write(target)
    }

    init(_ text: inout RecordTextReader) throws(RecordTextError) {
        self.init(
            priority: try text.number("a priority"), weight: try text.number("a weight"),
            port: try text.number("a port"), target: try text.name("a target"))
    }

    public var description: String { "\(priority) \(weight) \(port) \(target)" }
}
