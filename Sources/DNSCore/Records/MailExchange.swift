/// The RDATA of an MX record (RFC 1035 section 3.3.9).
public struct MailExchange: Hashable, Sendable {
    /// Lower is tried first.
    public var preference: UInt16
    public var exchange: DomainName

    public init(preference: UInt16, exchange: DomainName) {
        self.preference = preference
        self.exchange = exchange
    }
}

extension MailExchange: RecordPayload {
    init(_ reader: inout WireReader) throws(WireError) {
        self.init(preference: try reader.readUInt16(), exchange: try reader.readName())
    }

    func write(to writer: inout WireWriter) {
        writer.write(preference)
        writer.writeCompressed(exchange)
    }

    init(_ text: inout RecordTextReader) throws(RecordTextError) {
        self.init(preference: try text.number("a preference"), exchange: try text.name("an exchange"))
    }

    public var description: String { "\(preference) \(exchange)" }
}
