import DNSCore
import X509

/// Says whether somebody is who they should be, by what their certificate says and who stands behind it.
public struct PeerJudge: Sendable {
    public let policy: PeerIdentityPolicy
    private let anchors: TrustAnchors

    /// Reads the authorities that are trusted.
    public init(_ policy: PeerIdentityPolicy) throws(IdentityFault) {
        self.policy = policy
        anchors = try TrustAnchors(policy.trust)
    }

    /// What is wrong with somebody, if anything is.
    ///
    /// - Parameters:
    ///   - chain: As they have shown it: their own certificate first, then those that lead to an authority.
    ///   - use: The role that they have.
    ///   - time: Seconds since 1970.
    public func fault(
        of chain: [PeerCertificate], as expected: ExpectedPeer, in use: CertificateUse, at time: Int64
    ) async -> IdentityFault? {
        guard let peer = chain.first else { return .noCertificate }
        let pins = policy.pins.isEmpty ? expected.pins : policy.pins
        guard pins.isEmpty || pins.contains(peer.pin) else { return .wrongPin(found: peer.pin) }
        guard policy.trust != .pinsOnly else { return pins.isEmpty ? .noPins : nil }
        if let fault = await anchors.fault(of: peer, with: chain.dropFirst(), in: use, at: time) { return fault }
        if let uses = peer.uses, !uses.contains(use) { return .wrongUse(use) }
        let wanted = expected.identifiers(by: policy.name)
        // Whoever is let in by names that the rule does not look at is nobody.
        guard !wanted.isEmpty else { return expected.isAnyone ? nil : .noExpectedName }
        guard !wanted.contains(where: { $0.isMet(by: peer.names) }) else { return nil }
        return .wrongName(expected: wanted.map(\.description), found: peer.names.prefix(5).map(\.description))
    }
}
