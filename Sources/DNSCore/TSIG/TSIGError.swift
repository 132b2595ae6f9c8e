/// Why a signed exchange failed, as the client sees it (RFC 8945 section 5.4).
public enum TSIGError: Error, Equatable, Sendable {
    /// The answer to a signed request bears no signature. Its response code is not to be believed either.
    case unsignedAnswer(ResponseCode)
    /// The server says in its TSIG record what it holds against our request.
    case rejected(TSIGRejection)
    /// The answer is signed with another key than the request.
    case wrongKey(DomainName)
    /// The answer is signed with another algorithm than the key's.
    case wrongAlgorithm(DomainName)
    /// The MAC does not match: another secret, or a message changed on its way.
    case badSignature
    /// The MAC matches, but it was made too long ago or lies in the future. Seconds since 1970.
    case badTime(serverTime: UInt64, clientTime: UInt64, fudge: UInt16)
    /// A MAC of so many bytes, where at least so many are asked for.
    case badTruncation(length: Int, least: Int)
    /// More than 99 messages of a stream in a row bear no signature.
    case tooManyUnsigned
    /// The stream ended with a message that bears no signature.
    case lastUnsigned
    case malformed(WireError)
    /// With its TSIG record the message would be larger than 65535 bytes, or have too many records.
    case tooLong(Int)
}

/// A TSIG error that the server reports.
public struct TSIGRejection: Hashable, Sendable {
    /// BADSIG, BADKEY, BADTIME, BADTRUNC or another.
    public var code: ResponseCode
    public var key: TSIGKeyLabel
    /// With BADTIME: the server's clock, if it says so. Seconds since 1970.
    public var serverTime: UInt64?
    /// Our clock when the answer came. Seconds since 1970.
    public var clientTime: UInt64
    /// Whether the rejection itself is signed. BADKEY and BADSIG never are: anyone on the way can send them.
    public var isAuthentic: Bool
}

/// A key's name and algorithm: all that may be shown of it.
public struct TSIGKeyLabel: Hashable, Sendable {
    public var name: DomainName
    public var algorithm: TSIGAlgorithm
    /// In bytes.
    public var macLength: Int

    public init(_ key: TSIGKey) {
        name = key.name
        algorithm = key.algorithm
        macLength = key.macLength
    }

    public var isTruncated: Bool { macLength < algorithm.fullMACLength }

    /// As configuration files write it: `hmac-sha256-128` for MACs truncated to 128 bits.
    public var algorithmDescription: String { isTruncated ? "\(algorithm)-\(macLength * 8)" : "\(algorithm)" }
}

extension TSIGKeyLabel: CustomStringConvertible {
    public var description: String { "\(name) (\(algorithmDescription))" }
}

/// What happened, and what to do about it.
extension TSIGError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unsignedAnswer(let code):
            "the answer (\(code)) to a signed request is not signed: \(unsignedReason(code))"
        case .rejected(let rejection): rejection.description
        case .wrongKey(let name): "the answer is signed with the key \(name), which is not ours"
        case .wrongAlgorithm(let name): "the answer is signed with \(name), which is not our key's algorithm"
        case .badSignature:
            "the answer's signature does not match: the server has another secret under this name, or the answer"
                + " was changed on its way"
        case .badTime(let server, let client, let fudge):
            "the answer was signed \(clockDifference(of: server, from: client)), more than the \(fudge) s allowed:"
                + " synchronise the clocks"
        case .badTruncation(let length, let least):
            "the signature has \(length * 8) bits, at least \(least * 8) are asked for: use the same truncation on"
                + " both sides"
        case .tooManyUnsigned: "more than 99 messages in a row are not signed"
        case .lastUnsigned: "the last message of the answer is not signed"
        case .malformed(let error): error.description
        case .tooLong(let size): "the message takes \(size) bytes with its signature: too many to send"
        }
    }
}

extension TSIGRejection: CustomStringConvertible {
    public var description: String {
        switch code {
        case .badKey:
            "the server does not know the key \(key), or does not allow it here (BADKEY): compare its name and"
                + " algorithm on both sides"
        case .badSignature:
            "the server has another secret for the key \(key.name) (BADSIG): copy the key again"
                + (key.isTruncated ? ", or use it without truncation" : "")
        case .badTime: badTimeDescription
        case .badTruncation:
            "the server asks for longer signatures with the key \(key) (BADTRUNC): use the same truncation on both"
                + " sides"
        default: "the server rejects our signature (\(code.signatureDescription))"
        }
    }

    private var badTimeDescription: String {
        guard let serverTime else {
            return "the server's clock differs from ours (BADTIME): synchronise the clocks"
        }
        guard serverTime != clientTime else {
            return "the server found our request too old (BADTIME), though the clocks agree now: try again"
        }
        let amount = serverTime.magnitudeOfDifference(from: clientTime)
        let direction = serverTime > clientTime ? "ahead of" : "behind"
        return "the server's clock is \(amount) s \(direction) ours (BADTIME): synchronise the clocks"
    }
}

/// Servers differ in what they leave unsigned. PowerDNS signs no error at all.
private func unsignedReason(_ code: ResponseCode) -> String {
    switch code {
    case .notAuth: "compare the key, and the clocks, on both sides; or the server does not allow this with the key"
    case .refused: "the server may not know the key, not allow it here, or not have the zone"
    case .notImplemented, .formatError: "the server may not offer what was asked for, or not know signatures"
    default: "the server may not know the key, or someone else has answered"
    }
}

private func clockDifference(of other: UInt64, from ours: UInt64) -> String {
    let amount = other.magnitudeOfDifference(from: ours)
    return other > ours ? "\(amount) s ahead of our clock" : "\(amount) s behind our clock"
}

extension UInt64 {
    func magnitudeOfDifference(from other: UInt64) -> UInt64 { self > other ? self - other : other - self }
}
