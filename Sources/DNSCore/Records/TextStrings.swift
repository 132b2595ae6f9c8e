/// The RDATA of a TXT record: one or more character-strings of at most 255 bytes each (RFC 1035 section 3.3.14).
public struct TextStrings: Hashable, Sendable {
    public var strings: [[UInt8]]

    public init(_ strings: [[UInt8]]) {
        self.strings = strings
    }
}

/// Key/value pairs as DNS-SD writes them (RFC 6763 section 6).
extension TextStrings {
    /// What a string says of its key.
    public enum Value: Hashable, Sendable {
        /// The key stands alone, without `=`.
        case present
        /// What follows the first `=`, possibly nothing.
        case bytes([UInt8])
    }

    /// The value of a key, which is compared without case; the first string with the key counts.
    public subscript(key: String) -> Value? {
        pairs.first { Self.isSame($0.key, key.utf8) }?.value
    }

    /// The strings that have a key, in their order, each key's first appearance only.
    ///
    /// A string that begins with `=` or is empty says nothing (RFC 6763 section 6.4).
    public var pairs: [(key: ArraySlice<UInt8>, value: Value)] {
        var seen = Set<[UInt8]>()
        return strings.compactMap { string in
            let key = string.prefix { $0 != UInt8(ascii: "=") }
            guard !key.isEmpty, seen.insert(key.map(asciiLowercased)).inserted else { return nil }
            return (key, key.count == string.count ? .present : .bytes(Array(string[(key.count + 1)...])))
        }
    }

    private static func isSame(_ a: some Collection<UInt8>, _ b: some Collection<UInt8>) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { asciiLowercased($0) == asciiLowercased($1) }
    }
}

extension TextStrings: RecordPayload {
    init(_ reader: inout WireReader) throws(WireError) {
        var strings: [[UInt8]] = []
        repeat {
            strings.append(try reader.readBytes(Int(reader.readUInt8())))
        } while reader.remaining > 0
        self.init(strings)
    }

    func write(to writer: inout WireWriter) throws(WireError) {
        guard !strings.isEmpty else { throw WireError(.invalid("TXT record without a string"), at: writer.bytes.count) }
        for string in strings { try writer.writeCounted(string) }
    }

    init(_ text: inout RecordTextReader) throws(RecordTextError) {
        var strings = [try text.string("a string")]
        while let string = try text.nextString() { strings.append(string) }
        self.init(strings)
    }

    public var description: String { strings.map(quoted).joined(separator: " ") }
}
