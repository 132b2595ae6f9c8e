extension IPv4Address: LosslessStringConvertible {
    /// Four decimal numbers up to 255 without leading zeros.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt32 = 0
        for part in parts {
            guard part.count == 1 || part.first != UInt8(ascii: "0"), !part.isEmpty,
                let byte: UInt8 = RecordTextReader.decimal(part)
            else { return nil }
            value = value << 8 | UInt32(byte)
        }
        self.init(rawValue: value)
    }

    public var description: String {
        "\(rawValue >> 24).\(rawValue >> 16 & 0xFF).\(rawValue >> 8 & 0xFF).\(rawValue & 0xFF)"
    }
}

extension IPv6Address: LosslessStringConvertible {
    /// Any form of RFC 4291 section 2.2; no zone, no prefix length.
    public init?(_ text: String) {
        guard let groups = Self.groups(text) else { return nil }
        self.init(groups: groups)
    }

    private init?(groups: [UInt16]) {
        guard groups.count == 8 else { return nil }
        let halves = [groups[..<4], groups[4...]].map { $0.reduce(UInt64(0)) { $0 << 16 | UInt64($1) } }
        self.init(high: halves[0], low: halves[1])
    }

    private var groups: [UInt16] {
        (0..<8).map { UInt16(truncatingIfNeeded: ($0 < 4 ? high : low) >> UInt64(16 * (3 - $0 % 4))) }
    }

    /// The first `::` stands for as many zero groups as are missing, at least one.
    private static func groups(_ text: String) -> [UInt16]? {
        let bytes = Array(text.utf8)
        let gap = bytes.indices.dropLast().first { bytes[$0] == colon && bytes[$0 + 1] == colon }
        guard let gap else { return fields(bytes[...], mayEndInIPv4: true) }
        guard let head = fields(bytes[..<gap], mayEndInIPv4: false),
            let tail = fields(bytes[(gap + 2)...], mayEndInIPv4: true), head.count + tail.count < 8
        else { return nil }
        return head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    private static let colon = UInt8(ascii: ":")

    /// Groups of up to four hexadecimal digits; an IPv4 address counts as two.
    private static func fields(_ text: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        for part in text.split(separator: colon, omittingEmptySubsequences: false) {
            if mayEndInIPv4, part.endIndex == text.endIndex, part.contains(UInt8(ascii: ".")) {
                guard let address = IPv4Address(String(decoding: part, as: UTF8.self)) else { return nil }
                groups += [UInt16(address.rawValue >> 16), UInt16(address.rawValue & 0xFFFF)]
            } else {
                guard 1...4 ~= part.count, part.allSatisfy({ Hexadecimal.value($0) != nil }) else { return nil }
                groups.append(part.reduce(0) { $0 << 4 | UInt16(Hexadecimal.value($1) ?? 0) })
            }
        }
        return groups
    }

    /// The form of RFC 5952; an address that embeds an IPv4 one ends with it, as `inet_ntop` writes it.
    public var description: String {
        let groups = groups
        let gap = Self.longestZeros(groups)
        let embedsIPv4 = gap == 0..<6 || (gap == 0..<5 && groups[5] == 0xFFFF)
        let shown = embedsIPv4 ? 6 : 8
        let tail = embedsIPv4 ? [IPv4Address(rawValue: UInt32(truncatingIfNeeded: low)).description] : []
        func text(_ range: Range<Int>) -> [String] { groups[range].map { String($0, radix: 16) } }
        guard let gap else { return text(0..<8).joined(separator: ":") }
        return text(0..<gap.lowerBound).joined(separator: ":") + "::"
            + (text(min(gap.upperBound, shown)..<shown) + tail).joined(separator: ":")
    }

    /// The first of the longest runs of at least two zero groups.
    private static func longestZeros(_ groups: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        for index in 0...groups.count where index == groups.count || groups[index] != 0 {
            if index - start >= 2, index - start > best?.count ?? 0 { best = start..<index }
            start = index + 1
        }
        return best
    }
}

extension IPAddress: LosslessStringConvertible {
    public init?(_ text: String) {
        if let address = IPv4Address(text) {
            self = .v4(address)
        } else if let address = IPv6Address(text) {
            self = .v6(address)
        } else {
            return nil
        }
    }

    public var description: String {
        switch self {
        case .v4(let address): address.description
        case .v6(let address): address.description
        }
    }
}
