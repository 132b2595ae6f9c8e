extension IPv4Address {
    /// Nothing unless there are four bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 4 else { return nil }
        self.init(rawValue: bytes.reduce(0) { $0 << 8 | UInt32($1) })
    }

    /// In network order.
    public var bytes: [UInt8] { withUnsafeBytes(of: rawValue.bigEndian) { Array($0) } }
}

extension IPv6Address {
    /// Nothing unless there are sixteen bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.init(
            high: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
            low: bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// In network order.
    public var bytes: [UInt8] { [high, low].flatMap { withUnsafeBytes(of: $0.bigEndian) { Array($0) } } }
}

/// The RDATA of an A record (RFC 1035 section 3.4.1).
extension IPv4Address: RecordPayload {
    init(_ reader: inout WireReader) throws(WireError) {
        self.init(rawValue: try reader.readUInt32())
    }

    func write(to writer: inout WireWriter) {
        writer.write(rawValue)
    }

    init(_ text: inout RecordTextReader) throws(RecordTextError) {
        let word = try text.word("an IPv4 address")
        guard let address = IPv4Address(word.string) else { throw .notA("an IPv4 address", word.text, at: word.offset) }
        self = address
    }
}

/// The RDATA of an AAAA record (RFC 3596 section 2.2).
extension IPv6Address: RecordPayload {
    init(_ reader: inout WireReader) throws(WireError) {
        self.init(high: try reader.readUInt64(), low: try reader.readUInt64())
    }

    func write(to writer: inout WireWriter) {
        writer.write(bytes)
    }

    init(_ text: inout RecordTextReader) throws(RecordTextError) {
        let word = try text.word("an IPv6 address")
        guard let address = IPv6Address(word.string) else { throw .notA("an IPv6 address", word.text, at: word.offset) }
        self = address
    }
}
