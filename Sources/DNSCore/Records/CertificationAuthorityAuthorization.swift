/// The RDATA of a CAA record (RFC 8659 section 4.1).
public struct CertificationAuthorityAuthorization: Hashable, Sendable {
    /// 128 marks the property as critical.
    public var flags: UInt8
    /// The property's name: ASCII letters and digits.
    public var tag: [UInt8]
    public var value: [UInt8]

    public init(flags: UInt8, tag: [UInt8], value: [UInt8]) {
        self.flags = flags
        self.tag = tag
        self.value = value
    }
}

extension CertificationAuthorityAuthorization: RecordPayload {
    init(_ reader: inout WireReader) throws(WireError) {
        flags = try reader.readUInt8()
        let start = reader.offset
        tag = try reader.readBytes(Int(reader.readUInt8()))
        guard Self.isTag(tag) else { throw WireError(.invalid("CAA tag"), at: start) }
        value = reader.readRemainingBytes()
    }

    func write(to writer: inout WireWriter) throws(WireError) {
        writer.write(flags)
        try writer.writeCounted(tag)
        writer.write(value)
    }

    init(_ text: inout RecordTextReader) throws(RecordTextError) {
        flags = try text.number("the flags")
        let word = try text.word("a tag")
        tag = Array(word.text)
        guard Self.isTag(tag), tag.count <= 255 else { throw .notA("a tag", word.text, at: word.offset) }
        value = try RecordTextReader.unescape(text.word("a value").text)
    }

    private static func isTag(_ tag: [UInt8]) -> Bool {
        !tag.isEmpty
            && tag.allSatisfy { decimalDigit($0) != nil || (0x61...0x7A).contains(asciiLowercased($0)) }
    }

    public var description: String { "\(flags) \(String(decoding: tag, as: UTF8.self)) \(quoted(value))" }
}
