/// How a server answered (IANA "DNS RCODEs"): 12 bits in a message with EDNS, 16 in a TSIG record.
public struct ResponseCode: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let noError = ResponseCode(rawValue: 0)
    public static let formatError = ResponseCode(rawValue: 1)
    public static let serverFailure = ResponseCode(rawValue: 2)
    public static let nameError = ResponseCode(rawValue: 3)
    public static let notImplemented = ResponseCode(rawValue: 4)
    public static let refused = ResponseCode(rawValue: 5)
    /// A name exists when it should not (RFC 2136).
    public static let yxDomain = ResponseCode(rawValue: 6)
    /// An RRset exists when it should not (RFC 2136).
    public static let yxRRset = ResponseCode(rawValue: 7)
    /// An RRset that should exist does not (RFC 2136).
    public static let nxRRset = ResponseCode(rawValue: 8)
    /// Not authoritative, or not authorized (RFC 2136, RFC 8945).
    public static let notAuth = ResponseCode(rawValue: 9)
    public static let notZone = ResponseCode(rawValue: 10)
    /// In a message's header; the same number is `badSignature` in a TSIG record.
    public static let badVersion = ResponseCode(rawValue: 16)
    /// In a TSIG record; the same number is `badVersion` in a message's header.
    public static let badSignature = ResponseCode(rawValue: 16)
    public static let badKey = ResponseCode(rawValue: 17)
    public static let badTime = ResponseCode(rawValue: 18)
    public static let badTruncation = ResponseCode(rawValue: 22)
    public static let badCookie = ResponseCode(rawValue: 23)

    private static let names: [UInt16: String] = [
        0: "NOERROR", 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED", 6: "YXDOMAIN",
        7: "YXRRSET", 8: "NXRRSET", 9: "NOTAUTH", 10: "NOTZONE", 16: "BADVERS", 17: "BADKEY", 18: "BADTIME",
        19: "BADMODE", 20: "BADNAME", 21: "BADALG", 22: "BADTRUNC", 23: "BADCOOKIE",
    ]
}

/// As dig prints it.
extension ResponseCode: CustomStringConvertible {
    public var description: String { Self.names[rawValue] ?? "RESERVED\(rawValue)" }

    /// As dig prints it in a TSIG record, where 16 is BADSIG.
    public var signatureDescription: String { self == .badSignature ? "BADSIG" : description }
}
