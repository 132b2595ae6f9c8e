/// Whose the other end of a connection within this host is, as the kernel told right after connecting.
package struct SocketOwner: Hashable, Sendable {
    /// Numeric user id.
    package var user: UInt32
    /// Whether a process had accepted the connection: then it is that process's. Else the listener's, who may hand the
    /// connection over.
    package var hasAccepted: Bool
    /// The control group (v2) that the socket was made in, by number; 0 where it is not known.
    package var controlGroup: UInt64

    package init(user: UInt32, hasAccepted: Bool, controlGroup: UInt64 = 0) {
        self.user = user
        self.hasAccepted = hasAccepted
        self.controlGroup = controlGroup
    }

    /// Whether the superuser listens and nobody has accepted: a stand-in (systemd, `svctop run`) may be about to hand the
    /// connection over, and nobody else can take its port.
    package var mayBeStandIn: Bool { user == 0 && !hasAccepted }
}
