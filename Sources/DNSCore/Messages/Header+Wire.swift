extension Header {
    /// Bytes of a header with its counts.
    public static let length = 12

    /// Reads the twelve bytes of header and counts.
    public static func read(_ reader: inout WireReader) throws(WireError) -> (header: Header, counts: SectionCounts) {
        let id = try reader.readUInt16()
        let bits = try reader.readUInt16()
        let header = Header(
            id: id, isResponse: bits & 0x8000 != 0, opcode: Opcode(rawValue: UInt8(truncatingIfNeeded: bits >> 11)),
            flags: Flags(rawValue: bits), responseCode: ResponseCode(rawValue: bits & 0xF))
        let counts = SectionCounts(
            questions: try reader.readUInt16(), answers: try reader.readUInt16(),
            authorities: try reader.readUInt16(), additionals: try reader.readUInt16())
        return (header, counts)
    }

    /// Only the lower four bits of the response code have a place here; the rest goes into the OPT record.
    package func write(_ counts: SectionCounts, to writer: inout WireWriter) {
        writer.write(id)
        let response: UInt16 = isResponse ? 0x8000 : 0
        writer.write(response | UInt16(opcode.rawValue) << 11 | flags.rawValue | responseCode.rawValue & 0xF)
        for count in [counts.questions, counts.answers, counts.authorities, counts.additionals] { writer.write(count) }
    }
}
