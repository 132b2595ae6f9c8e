import DNSCore

/// Values as the configuration files of BIND and Knot both read them.
enum ConfigurationText {
    /// A name in quotation marks, complete. Whatever could mean something to a configuration file is `\DDD`.
    static func name(_ name: DomainName) -> String {
        let labels = name.labels.map { $0.map(character).joined() + "." }
        return "\"\(labels.isEmpty ? "." : labels.joined())\""
    }

    private static func character(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            String(UnicodeScalar(byte))
        default: "\\" + [byte / 100, byte / 10 % 10, byte % 10].map(String.init).joined()
        }
    }

    /// A name for people, in a comment: one line, whatever it is.
    static func comment(_ name: DomainName) -> String { name.description }

    /// With its own address in it only where that is the whole: `127.0.0.0/8` for `127.0.0.1/8`.
    static func range(_ range: AddressRange) -> String { range.masked.description }

    /// A type by a name that servers have known for long, else by its number.
    static func type(_ type: RecordType) -> String {
        type.rawValue <= RecordType.https.rawValue || type == .caa ? "\(type)" : "TYPE\(type.rawValue)"
    }

    /// - Returns: the path, if it can stand in quotation marks and leads from the root on.
    static func folder(_ path: String) throws(ExportError) -> String {
        guard path.hasPrefix("/") else { throw .relativePath(path) }
        let isPlain = path.utf8.allSatisfy {
            $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        guard isPlain else { throw .path(path) }
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}

extension AddressRange {
    /// The same range, named by its first address.
    fileprivate var masked: AddressRange {
        let first: IPAddress =
            switch address {
            case .v4(let address): .v4(IPv4Address(rawValue: Self.top(UInt64(address.rawValue), prefixLength, of: 32)))
            case .v6(let address):
                .v6(
                    IPv6Address(
                        high: Self.top(address.high, prefixLength, of: 64),
                        low: Self.top(address.low, prefixLength - 64, of: 64)))
            }
        return AddressRange(first, prefixLength: prefixLength) ?? self
    }

    /// The first bits of a value that has `width` of them.
    private static func top<Value: FixedWidthInteger>(_ value: UInt64, _ count: Int, of width: Int) -> Value {
        guard count > 0 else { return 0 }
        let shift = UInt64(max(0, width - count))
        return Value(truncatingIfNeeded: (value >> shift) << shift)
    }
}
