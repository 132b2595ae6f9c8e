import DNSCore

/// The name of the file that a zone is written to: its own name, as far as that can be one.
enum ZoneFileName {
    /// - Parameter index: among the zones, for those with a name that is too long.
    static func text(_ zone: DomainName, _ index: Int) -> String {
        guard !zone.isRoot else { return "root.zone" }
        let text = zone.lowercased.labels.map { $0.map(escaped).joined() }.joined(separator: ".")
        return text.utf8.count > 200 ? "zone-\(index).zone" : "\(text).zone"
    }

    /// Letters, digits, `-` and `_` as they are, all else as `%2F`.
    private static func escaped(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            String(UnicodeScalar(byte))
        default: "%" + Hexadecimal.encode([byte])
        }
    }
}
