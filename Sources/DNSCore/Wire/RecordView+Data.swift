extension RecordView {
    /// The RDATA as it lies in the message, names in it possibly compressed.
    public var rdataBytes: Span<UInt8> {
        @_lifetime(copy self)
        get { message.extracting(rdata) }
    }

    public func owner() throws(WireError) -> DomainName {
        var reader = WireReader(message, at: ownerOffset)
        return try reader.readName()
    }

    public func recordData() throws(WireError) -> RecordData {
        var reader = try rdataReader
        return try RecordData(type: type, recordClass: recordClass, reader: &reader)
    }

    public func resourceRecord() throws(WireError) -> ResourceRecord {
        ResourceRecord(name: try owner(), recordClass: recordClass, ttl: ttl, data: try recordData())
    }
}

// What the hot path of a transfer needs, without a heap object. Each answers only for a record of its type.
extension RecordView {
    /// The numbers of an SRV record, its target read into `target` (RFC 2782).
    public func readService(
        target: inout NameBuffer
    ) throws(WireError) -> (priority: UInt16, weight: UInt16, port: UInt16) {
        var reader = try rdataReader(of: .srv)
        let numbers = (try reader.readUInt16(), try reader.readUInt16(), try reader.readUInt16())
        try reader.readName(into: &target)
        try end(reader)
        return numbers
    }

    /// The name in an NS, CNAME or PTR record.
    public func readTarget(into target: inout NameBuffer) throws(WireError) {
        var reader = try rdataReader
        try reader.readName(into: &target)
        try end(reader)
    }

    public func ipv4Address() throws(WireError) -> IPv4Address {
        var reader = try rdataReader(of: .a)
        let address = try IPv4Address(&reader)
        try end(reader)
        return address
    }

    public func ipv6Address() throws(WireError) -> IPv6Address {
        var reader = try rdataReader(of: .aaaa)
        let address = try IPv6Address(&reader)
        try end(reader)
        return address
    }

    public func startOfAuthority() throws(WireError) -> StartOfAuthority {
        var reader = try rdataReader(of: .soa)
        let soa = try StartOfAuthority(&reader)
        try end(reader)
        return soa
    }

    @_lifetime(copy self)
    private func rdataReader(of type: RecordType) throws(WireError) -> WireReader {
        guard self.type == type else { throw WireError(.invalid("type of record"), at: ownerOffset) }
        return try rdataReader
    }

    private func end(_ reader: borrowing WireReader) throws(WireError) {
        guard reader.remaining == 0 else { throw WireError(.rdataLengthMismatch, at: reader.offset) }
    }
}
