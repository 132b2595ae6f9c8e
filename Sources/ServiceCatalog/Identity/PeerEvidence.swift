/// What a probe saw of who answered, besides that someone did.
package struct PeerEvidence: Hashable, Sendable {
    package var owner: SocketOwner?
    package var certificate: SeenCertificate?
    /// The status of an HTTP answer; 0 for none.
    package var httpStatus: UInt16
    /// The kernel's number of the socket that listens, where that alone was looked for; 0 where it was not.
    package var listener: UInt32

    package init(
        owner: SocketOwner? = nil, certificate: SeenCertificate? = nil, httpStatus: UInt16 = 0, listener: UInt32 = 0
    ) {
        self.owner = owner
        self.certificate = certificate
        self.httpStatus = httpStatus
        self.listener = listener
    }

    package var isEmpty: Bool { owner == nil && certificate == nil && httpStatus == 0 && listener == 0 }
}
