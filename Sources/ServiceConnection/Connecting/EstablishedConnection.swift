import NIOCore

/// A connection to one instance of a service: TLS done, where it was asked for, and nothing of what the peer says read yet.
public struct EstablishedConnection: Sendable {
    public let endpoint: ServiceEndpoint
    let held: HeldChannel

    /// Without auto-read, until `begin`.
    public var channel: any Channel { held.channel }

    /// Lets the bytes flow, once the handlers are there that take them. To be called once.
    ///
    /// A server that does not accept our certificate says so only now: the first read fails.
    /// - Parameters:
    ///   - reads: Whether the channel reads by itself from then on.
    ///   - initializer: Adds the handlers, on the channel's event loop; they miss nothing.
    public func begin<Output: Sendable>(
        autoRead reads: Bool = true, _ initializer: @escaping @Sendable (any Channel) throws -> Output
    ) async throws -> Output {
        try await held.begin(autoRead: reads, initializer)
    }

    /// Ends it, and returns when it has ended.
    public func close() async { try? await channel.close() }
}
