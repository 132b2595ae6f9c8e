extension ZoneTransfer {
    /// The question: for differences with the SOA that we have (RFC 1995 section 3). Without a signature.
    /// - Parameter id: Chosen at random; answers with another one are not taken.
    public mutating func request(id: UInt16) -> [UInt8] {
        self.id = id
        var writer = WireWriter()
        Header(id: id).write(
            SectionCounts(questions: 1, answers: 0, authorities: known == nil ? 0 : 1, additionals: 0), to: &writer)
        Question(name: zone, type: type, recordClass: recordClass).write(to: &writer)
        if let known { write(known, to: &writer) }
        return writer.bytes
    }

    private func write(_ known: StartOfAuthority, to writer: inout WireWriter) {
        var rdata = WireWriter()
        rdata.write(known.primary)
        rdata.write(known.mailbox)
        for value in [known.serial.rawValue, known.refresh, known.retry, known.expire, known.minimum] {
            rdata.write(value)
        }
        writer.writeCompressed(zone)
        writer.write(RecordType.soa.rawValue)
        writer.write(recordClass.rawValue)
        writer.write(UInt32(0))
        writer.write(UInt16(truncatingIfNeeded: rdata.bytes.count))
        writer.write(rdata.bytes)
    }
}
