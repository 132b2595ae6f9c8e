import NIOCore

/// A channel that stands, TLS included, and says nothing yet of what its peer says.
struct HeldChannel: Sendable {
    let channel: any Channel
    let gate: NIOLoopBound<ConnectionGate>

    /// Lets the bytes flow, once `initializer` has added the handlers that take them, on the channel's event loop.
    /// - Throws: what has gone wrong since the channel stood.
    func begin<Output: Sendable>(
        autoRead reads: Bool, _ initializer: @escaping @Sendable (any Channel) throws -> Output
    ) async throws -> Output {
        try await channel.eventLoop.submit { [channel, gate] in
            if let failure = gate.value.failure { throw failure }
            let output = try initializer(channel)
            channel.pipeline.syncOperations.removeHandler(gate.value, promise: nil)
            return output
        }.flatMap { [channel] output in
            channel.setOption(.autoRead, value: reads).map { output }
        }.get()
    }
}
