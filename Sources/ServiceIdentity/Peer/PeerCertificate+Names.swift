extension PeerCertificate {
    /// Whether one of its names is one that the peer may have.
    package func isFor(_ peer: ExpectedPeer, by rule: PeerIdentityPolicy.NameRule) -> Bool {
        peer.identifiers(by: rule).contains { $0.isMet(by: names) }
    }
}
