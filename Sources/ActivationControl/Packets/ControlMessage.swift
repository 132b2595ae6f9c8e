/// What is said in one packet on a stand-in's control socket: lines of `KEY=VALUE`, in their order.
///
/// A value holds no control characters. Where one is put in that does, they are written as `\x0A`, which nobody reads back.
public struct ControlMessage: Hashable, Sendable {
    public struct Field: Hashable, Sendable {
        /// Capital letters, digits and `_`.
        public let key: String
        public let value: String
    }

    public private(set) var fields: [Field] = []

    /// Bytes of a packet.
    public static let longestPacket = 65536
    static let mostFields = 2048
    static let longestKey = 64

    public init() {}

    public mutating func append(_ key: String, _ value: String) {
        fields.append(Field(key: Self.plainKey(key), value: Self.plainValue(value)))
    }

    /// The first value of a key.
    public subscript(_ key: String) -> String? { fields.first { $0.key == key }?.value }

    /// All values of a key, in their order.
    public func values(of key: String) -> [String] { fields.filter { $0.key == key }.map(\.value) }

    // MARK: Bytes

    /// - Parameter bytes: a packet, from anybody; nil where it is not understood.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count <= Self.longestPacket, let text = String(validating: bytes, as: UTF8.self) else { return nil }
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            guard fields.count < Self.mostFields, let field = Field(line: Substring(line)) else { return nil }
            fields.append(field)
        }
        guard !fields.isEmpty else { return nil }
    }

    /// nil where it is more than a packet carries.
    public var bytes: [UInt8]? {
        guard !fields.isEmpty, fields.count <= Self.mostFields else { return nil }
        let text = fields.reduce(into: "") { $0 += "\($1.key)=\($1.value)\n" }
        return text.utf8.count <= Self.longestPacket ? Array(text.utf8) : nil
    }

    private static func plainKey(_ key: String) -> String {
        let plain = String(String.UnicodeScalarView(key.unicodeScalars.filter(isOfKey).prefix(longestKey)))
        return plain.isEmpty ? "_" : plain
    }

    static func plainValue(_ value: String) -> String {
        guard value.unicodeScalars.contains(where: isControl) else { return value }
        return value.unicodeScalars.reduce(into: "") { text, scalar in
            guard isControl(scalar) else { return text.unicodeScalars.append(scalar) }
            text += scalar.value < 16 ? "\\x0" : "\\x"
            text += String(scalar.value, radix: 16, uppercase: true)
        }
    }

    fileprivate static func isOfKey(_ scalar: Unicode.Scalar) -> Bool {
        ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_"
    }

    /// What ends lines or steers terminals.
    fileprivate static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x2028...0x2029).contains(scalar.value)
    }
}

extension ControlMessage: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init()
        for (key, value) in elements { append(key, value) }
    }
}

extension ControlMessage.Field {
    fileprivate init?(line: Substring) {
        guard let sign = line.firstIndex(of: "=") else { return nil }
        key = String(line[..<sign])
        value = String(line[line.index(after: sign)...])
        guard (1...ControlMessage.longestKey).contains(key.utf8.count),
            key.unicodeScalars.allSatisfy(ControlMessage.isOfKey),
            !value.unicodeScalars.contains(where: ControlMessage.isControl)
        else { return nil }
    }
}
