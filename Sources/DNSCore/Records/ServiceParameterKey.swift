/// A SvcParamKey (RFC 9460 section 14.3).
public struct ServiceParameterKey: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let mandatory = ServiceParameterKey(rawValue: 0)
    public static let alpn = ServiceParameterKey(rawValue: 1)
    public static let noDefaultALPN = ServiceParameterKey(rawValue: 2)
    public static let port = ServiceParameterKey(rawValue: 3)
    public static let ipv4Hint = ServiceParameterKey(rawValue: 4)
    public static let ech = ServiceParameterKey(rawValue: 5)
    public static let ipv6Hint = ServiceParameterKey(rawValue: 6)
    /// The DoH URI template (RFC 9461).
    public static let dohPath = ServiceParameterKey(rawValue: 7)
    /// Oblivious HTTP (RFC 9540).
    public static let ohttp = ServiceParameterKey(rawValue: 8)

    private static let names = [
        "mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint", "dohpath", "ohttp",
    ]

    /// The keys in the value of `mandatory`.
    static func list(_ value: [UInt8]) -> [ServiceParameterKey] {
        stride(from: 0, to: value.count - 1, by: 2).map { index in
            ServiceParameterKey(rawValue: UInt16(value[index]) << 8 | UInt16(value[index + 1]))
        }
    }
}

extension ServiceParameterKey: LosslessStringConvertible {
    public var description: String {
        rawValue < Self.names.count ? Self.names[Int(rawValue)] : "key\(rawValue)"
    }

    /// A registered name, or `key` and a number without leading zeros.
    public init?(_ text: String) {
        if let number = Self.names.firstIndex(of: text) {
            self.init(rawValue: UInt16(number))
        } else if text.hasPrefix("key"), let number: UInt16 = RecordTextReader.decimal(Array(text.utf8.dropFirst(3))),
            "key\(number)" == text
        {
            self.init(rawValue: number)
        } else {
            return nil
        }
    }
}

extension ServiceParameterKey {
    /// What a key's value consists of.
    enum Format {
        case opaque, nothing, keys, strings, port, ipv4, ipv6, base64
    }

    var format: Format {
        switch self {
        case .mandatory: .keys
        case .alpn: .strings
        case .noDefaultALPN, .ohttp: .nothing
        case .port: .port
        case .ipv4Hint: .ipv4
        case .ech: .base64
        case .ipv6Hint: .ipv6
        default: .opaque
        }
    }
}
