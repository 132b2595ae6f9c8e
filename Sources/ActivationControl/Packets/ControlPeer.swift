import CPlatform

/// Who is at the other end of a control socket, as the kernel knows it (SO_PEERCRED): who connected, or who listens.
public struct ControlPeer: Hashable, Sendable {
    public let process: Int32
    public let user: UInt32
    public let group: UInt32

    public init(process: Int32, user: UInt32, group: UInt32) {
        self.process = process
        self.user = user
        self.group = group
    }

    /// Of a connection; nil where the kernel does not tell.
    init?(of connection: Int32) {
        var peer = platform_packet_peer()
        guard platform_packets_peer(connection, &peer) == 0 else { return nil }
        self.init(process: peer.process, user: peer.user, group: peer.group)
    }
}
