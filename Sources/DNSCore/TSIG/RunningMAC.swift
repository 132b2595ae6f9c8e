import Crypto

/// An HMAC over bytes that arrive in pieces.
struct RunningMAC: Sendable {
    private var state: any IncrementalMAC

    init(key: TSIGKey) {
        state =
            switch key.algorithm {
            case .hmacSHA1: HMAC<Insecure.SHA1>(key: key.secret)
            case .hmacSHA224: HMAC<SHA224>(key: key.secret)
            case .hmacSHA256: HMAC<SHA256>(key: key.secret)
            case .hmacSHA384: HMAC<SHA384>(key: key.secret)
            case .hmacSHA512: HMAC<SHA512>(key: key.secret)
            }
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) { state.add(bytes) }

    mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { state.add($0) } }

    /// The whole MAC of what came so far; more may follow.
    var code: [UInt8] { state.code }
}

/// `HMAC`, whatever its hash function.
private protocol IncrementalMAC: Sendable {
    mutating func add(_ bytes: UnsafeRawBufferPointer)
    var code: [UInt8] { get }
}

extension HMAC: IncrementalMAC {
    mutating func add(_ bytes: UnsafeRawBufferPointer) { update(data: bytes) }

    var code: [UInt8] { Array(finalize()) }
}

/// Whether both are the same, in a time that depends on their lengths only.
func isEqualInConstantTime(_ a: some Collection<UInt8>, _ b: some Collection<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    var difference: UInt8 = 0
    for (x, y) in zip(a, b) { difference |= x ^ y }
    return difference == 0
}
