/// The answer to `take`: the sockets of a service, in as many packets as it takes, of which the last has `END=1`.
///
/// In each, `LISTEN_FDNAMES` has the names of the descriptors that come with it, in their order, a colon between two.
public struct SocketHandover: Sendable {
    public struct Packet: Sendable {
        public let message: ControlMessage
        public let descriptors: [Int32]
    }

    public let packets: [Packet]

    /// With room for long names; the kernel takes 253.
    private static let mostInPacket = 128

    /// - Parameters:
    ///   - sockets: they remain the caller's.
    ///   - notifySocket: where else the new process can say that it is ready.
    public init(_ service: String, sockets: [(name: String, descriptor: Int32)], notifySocket: String?) {
        let most = Self.mostInPacket
        let starts = sockets.isEmpty ? [0] : Array(stride(from: 0, to: sockets.count, by: most))
        packets = starts.map { start in
            let part = sockets[start..<min(start + most, sockets.count)]
            var message: ControlMessage = [
                "SERVICE": service, "LISTEN_FDS": "\(part.count)",
                "LISTEN_FDNAMES": part.map { $0.name.replacing(":", with: "_") }.joined(separator: ":"),
            ]
            if let notifySocket { message.append("NOTIFY_SOCKET", notifySocket) }
            if start + part.count == sockets.count { message.append("END", "1") }
            return Packet(message: message, descriptors: part.map(\.descriptor))
        }
    }
}
