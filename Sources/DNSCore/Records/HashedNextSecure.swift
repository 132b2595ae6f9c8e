/// The RDATA of an NSEC3 record (RFC 5155 section 3.1).
public struct HashedNextSecure: Hashable, Sendable {
    public var hashAlgorithm: UInt8
    /// 1 is opt-out.
    public var flags: UInt8
    public var iterations: UInt16
    public var salt: [UInt8]
    public var nextHashedOwner: [UInt8]
    public var types: TypeBitmap

    public init(
        hashAlgorithm: UInt8, flags: UInt8, iterations: UInt16, salt: [UInt8], nextHashedOwner: [UInt8],
        types: TypeBitmap
    ) {
        self.hashAlgorithm = hashAlgorithm
        self.flags = flags
        self.iterations = iterations
        self.salt = salt
        self.nextHashedOwner = nextHashedOwner
        self.types = types
    }
}

extension HashedNextSecure: RecordPayload {
    init(_ reader: inout WireReader) throws(WireError) {
        hashAlgorithm = try reader.readUInt8()
        flags = try reader.readUInt8()
        iterations = try reader.readUInt16()
        salt = try reader.readBytes(Int(reader.readUInt8()))
        let start = reader.offset
        nextHashedOwner = try reader.readBytes(Int(reader.readUInt8()))
        guard !nextHashedOwner.isEmpty else { throw WireError(.invalid("NSEC3 hash: empty"), at: start) }
        types = try TypeBitmap(&reader)
    }

    func write(to writer: inout WireWriter) throws(WireError) {
        writer.write(hashAlgorithm)
        writer.write(flags)
        writer.write(iterations)
        try writer.writeCounted(salt)
        try writer.writeCounted(nextHashedOwner)
        writer.write(types.wire)
    }

    init(_ text: inout RecordTextReader) throws(RecordTextError) {
        hashAlgorithm = try text.number("a hash algorithm")
        flags = try text.number("the flags")
        iterations = try text.number("a number of iterations")
        salt = try text.salt()
        nextHashedOwner = try text.hash()
        types = try text.remainingTypes()
    }

    public var description: String {
        let salt = salt.isEmpty ? "-" : Hexadecimal.encode(salt)
        return "\(hashAlgorithm) \(flags) \(iterations) \(salt) \(Base32Hex.encode(nextHashedOwner))\(types.suffix)"
    }
}

extension RecordTextReader {
    /// `-` stands for none.
    mutating func salt() throws(RecordTextError) -> [UInt8] {
        let word = try word("a salt")
        guard word.string != "-" else { return [] }
        guard let salt = Hexadecimal.decode(word.text), salt.count <= 255 else {
            throw .notA("a hexadecimal salt", word.text, at: word.offset)
        }
        return salt
    }

    fileprivate mutating func hash() throws(RecordTextError) -> [UInt8] {
        let word = try word("a hash")
        guard let hash = Base32Hex.decode(word.text), (1...255).contains(hash.count) else {
            throw .notA("a hash in Base32", word.text, at: word.offset)
        }
        return hash
    }
}
