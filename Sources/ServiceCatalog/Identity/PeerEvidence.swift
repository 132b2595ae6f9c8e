/// What a probe saw of who answered, besides that someone did.
package struct PeerEvidence: Hashable, Sendable {
    package var owner: SocketOwner?
    package var certificate: SeenCertificate?
    /// The status of an HTTP answer; 0 for none.
    package var httpStatus: UInt16

    package init(owner: SocketOwner? = nil, certificate: SeenCertificate? = nil, httpStatus: UInt16 = 0) {
        self.owner = owner
        self.certificate = certificate
        self.httpStatus = httpStatus
    }

    package var isEmpty: Bool { owner == nil && certificate == nil && httpStatus == 0 }
}
