import Crypto

/// A secret that two sides share, under a name (RFC 8945). Nothing prints the secret.
public struct TSIGKey: Hashable, Sendable {
    public let name: DomainName
    public let algorithm: TSIGAlgorithm
    /// How many bytes of a MAC are sent, and how many the other side has to send at least.
    public let macLength: Int
    let secret: SymmetricKey

    /// - Parameters:
    ///   - secret: The bytes themselves, not their Base64 form.
    ///   - macLength: For truncated MACs, in bytes; all of it without.
    public init(
        name: DomainName, algorithm: TSIGAlgorithm = .hmacSHA256, secret: [UInt8], macLength: Int? = nil
    ) throws(TSIGKeyError) {
        let length = macLength ?? algorithm.fullMACLength
        guard !secret.isEmpty else { throw .emptySecret }
        guard (algorithm.leastMACLength...algorithm.fullMACLength).contains(length) else {
            throw .macLength(length, algorithm)
        }
        self.name = name
        self.algorithm = algorithm
        self.macLength = length
        self.secret = SymmetricKey(data: secret)
    }

    /// The bytes of the secret.
    public var secretBytes: [UInt8] { secret.withUnsafeBytes(Array.init) }

    public static func == (a: TSIGKey, b: TSIGKey) -> Bool {
        a.name == b.name && a.algorithm == b.algorithm && a.macLength == b.macLength && a.secret == b.secret
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(algorithm)
        hasher.combine(macLength)
    }
}

/// Why bytes cannot be a TSIG key.
public enum TSIGKeyError: Error, Hashable, Sendable {
    case emptySecret
    /// A truncated MAC of a length, in bytes, that RFC 8945 does not allow.
    case macLength(Int, TSIGAlgorithm)
}

extension TSIGKeyError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .emptySecret: "the secret is empty"
        case .macLength(let length, let algorithm):
            "a MAC of \(length * 8) bits is not allowed: \(algorithm) takes"
                + " \(algorithm.leastMACLength * 8) to \(algorithm.fullMACLength * 8)"
        }
    }
}

/// Name and algorithm, as configuration files write them: `hmac-sha256-128` for MACs truncated to 128 bits.
extension TSIGKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "\(TSIGKeyLabel(self).algorithmDescription):\(name)" }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
