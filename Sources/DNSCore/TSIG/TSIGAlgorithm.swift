/// A MAC algorithm of TSIG (RFC 8945 section 6). HMAC-MD5 is left out: RFC 8945 says not to use it.
public enum TSIGAlgorithm: String, CaseIterable, Hashable, Sendable {
    case hmacSHA1 = "hmac-sha1"
    case hmacSHA224 = "hmac-sha224"
    case hmacSHA256 = "hmac-sha256"
    case hmacSHA384 = "hmac-sha384"
    case hmacSHA512 = "hmac-sha512"

    /// By its name as configuration files write it, in any case: `hmac-sha256`.
    public init?(_ text: some StringProtocol) {
        self.init(rawValue: text.lowercased())
    }

    /// By its name in a TSIG record.
    public init?(name: DomainName) {
        guard let known = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = known
    }

    /// Its name in a TSIG record: one label.
    public var name: DomainName {
        DomainName(validWire: [UInt8(rawValue.utf8.count)] + rawValue.utf8 + [0])
    }

    /// The length of a MAC that is not truncated, in bytes.
    public var fullMACLength: Int {
        switch self {
        case .hmacSHA1: 20
        case .hmacSHA224: 28
        case .hmacSHA256: 32
        case .hmacSHA384: 48
        case .hmacSHA512: 64
        }
    }

    /// The shortest MAC that may be sent or taken at all, in bytes (RFC 8945 section 5.2.2.1).
    public var leastMACLength: Int { max(10, fullMACLength / 2) }
}

extension TSIGAlgorithm: CustomStringConvertible {
    public var description: String { rawValue }
}
