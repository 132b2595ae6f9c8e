import ServiceCatalog

/// What a UDP service is asked, and what counts as its answer. Pure: bytes in, bytes out.
enum DatagramProtocol: Sendable {
    case dns
    case ntp
    case sipOptions
    case stun

    init?(_ kind: ProbeKind) {
        switch kind {
        case .none, .tcpConnect, .tls, .http, .https, .grpc, .grpcs, .lookOrConnect, .look: return nil
        case .dns: self = .dns
        case .ntp: self = .ntp
        case .sipOptions: self = .sipOptions
        case .stun: self = .stun
        }
    }

    /// - Parameter nonce: random; an answer must give back what was made of it.
    func request(to endpoint: Endpoint, nonce: UInt64) -> [UInt8] {
        switch self {
        case .dns: DNSProbe.request(nonce: nonce)
        case .ntp: NTPProbe.request(nonce: nonce)
        case .sipOptions: SIPProbe.request(to: endpoint, nonce: nonce)
        case .stun: STUNProbe.request(nonce: nonce)
        }
    }

    func isAnswer(_ bytes: Span<UInt8>, nonce: UInt64) -> Bool {
        switch self {
        case .dns: DNSProbe.isAnswer(bytes, nonce: nonce)
        case .ntp: NTPProbe.isAnswer(bytes, nonce: nonce)
        case .sipOptions: SIPProbe.isAnswer(bytes, nonce: nonce)
        case .stun: STUNProbe.isAnswer(bytes, nonce: nonce)
        }
    }
}

extension [UInt8] {
    mutating func append(bigEndian value: some FixedWidthInteger) {
        for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}

extension Span<UInt8> {
    /// Whether the bytes from `offset` on are `expected`; false where they end too early.
    func holds(_ expected: [UInt8], at offset: Int) -> Bool {
        guard offset >= 0, offset <= count, expected.count <= count - offset else { return false }
        for index in 0..<expected.count where self[offset + index] != expected[index] { return false }
        return true
    }
}
