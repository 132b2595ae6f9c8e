import Synchronization

/// What a client has seen on the wire since it was made.
public struct ExchangeCounts: Hashable, Sendable {
    /// UDP packets sent, those sent again among them.
    public var packetsSent: Int
    /// Packets and messages that answered nothing that was asked: strays, or somebody who guesses.
    public var foreignAnswers: Int
    /// Connections made, over TCP or TLS.
    public var connections: Int
}

final class ExchangeCounter: Sendable {
    private let packets = Atomic(0)
    private let foreign = Atomic(0)
    private let connections = Atomic(0)

    func addPacket() { packets.wrappingAdd(1, ordering: .relaxed) }
    func addForeign() { foreign.wrappingAdd(1, ordering: .relaxed) }
    func addConnection() { connections.wrappingAdd(1, ordering: .relaxed) }

    var counts: ExchangeCounts {
        ExchangeCounts(
            packetsSent: packets.load(ordering: .relaxed), foreignAnswers: foreign.load(ordering: .relaxed),
            connections: connections.load(ordering: .relaxed))
    }
}
