/// One SvcParam in wire form (RFC 9460 section 2.2).
public struct ServiceParameter: Hashable, Sendable {
    public var key: ServiceParameterKey
    public var value: [UInt8]

    public init(key: ServiceParameterKey, value: [UInt8]) {
        self.key = key
        self.value = value
    }
}

extension ServiceParameter {
    init(_ reader: inout WireReader) throws(WireError) {
        let start = reader.offset
        key = ServiceParameterKey(rawValue: try reader.readUInt16())
        value = try reader.readBytes(Int(reader.readUInt16()))
        guard isWellFormed else { throw WireError(.invalid("value of a service parameter"), at: start) }
    }

    func write(to writer: inout WireWriter) throws(WireError) {
        writer.write(key.rawValue)
        try writer.writeCounted16(value)
    }

    /// Whether the value has the form that its key asks for; keys without a format of their own take anything.
    var isWellFormed: Bool {
        switch key.format {
        case .opaque: true
        case .nothing: value.isEmpty
        case .keys: Self.isList(value, of: 2) && areMandatoryKeysSound
        case .strings: strings?.isEmpty == false
        case .port: value.count == 2
        case .ipv4: Self.isList(value, of: 4)
        case .ipv6: Self.isList(value, of: 16)
        case .base64: value.count >= 6 && Int(value[0]) << 8 | Int(value[1]) == value.count - 2
        }
    }

    private static func isList(_ value: [UInt8], of size: Int) -> Bool {
        !value.isEmpty && value.count % size == 0
    }

    /// In ascending order, each once, and not `mandatory` itself (RFC 9460 section 8).
    private var areMandatoryKeysSound: Bool {
        let keys = ServiceParameterKey.list(value).map(\.rawValue)
        return zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 }
            && !keys.contains(ServiceParameterKey.mandatory.rawValue)
    }

    /// The character-strings that the value consists of, none of them empty; nothing when it does not.
    var strings: [ArraySlice<UInt8>]? {
        var strings: [ArraySlice<UInt8>] = []
        var rest = value[...]
        while let length = rest.popFirst() {
            guard length > 0, rest.count >= length else { return nil }
            strings.append(rest.prefix(Int(length)))
            rest = rest.dropFirst(Int(length))
        }
        return strings
    }
}
