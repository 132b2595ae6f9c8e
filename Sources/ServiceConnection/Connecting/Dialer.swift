import DNSClient
import NIOCore
import NIOPosix

/// Makes single connections: TCP, and TLS where it is asked for.
struct Dialer: Sendable {
    /// Handlers to stand next to the socket, made on its event loop.
    typealias Security = @Sendable () throws -> [any ChannelHandler]

    let group: any EventLoopGroup
    let allowsHalfClosure: Bool
    let timeout: Duration

    private struct Line: Sendable {
        let held: HeldChannel
        let ready: EventLoopFuture<Void>
    }

    /// - Parameter leash: ends it, however far it has come.
    func dial(
        _ endpoint: ServiceEndpoint, _ leash: ChannelLeash, _ security: Security? = nil
    ) async throws(ConnectionFault) -> EstablishedConnection {
        let held = try await hold(leash) {
            let address = try SocketAddress(ipAddress: "\(endpoint.address)", port: Int(endpoint.port))
            return try await bootstrap.connect(to: address) { Self.prepare($0, leash, security) }
        }
        // A free port of this host can be connected to itself.
        if let own = held.channel.localAddress, own == held.channel.remoteAddress {
            leash.pull()
            throw .refused
        }
        return EstablishedConnection(endpoint: endpoint, held: held)
    }

    /// To a Unix socket.
    func dial(unix path: String, _ leash: ChannelLeash) async throws(ConnectionFault) -> HeldChannel {
        try await hold(leash) {
            try await bootstrap.connect(unixDomainSocketPath: path) { Self.prepare($0, leash, nil) }
        }
    }

    /// Takes over a socket that is connected already.
    func adopt(
        _ descriptor: Int32, _ leash: ChannelLeash, _ security: Security?
    ) async throws(ConnectionFault) -> HeldChannel {
        try await hold(leash) {
            try await bootstrap.withConnectedSocket(descriptor) {
                Self.prepare($0, leash, security, security == nil ? nil : EarlyEnd())
            }
        }
    }

    private func hold(
        _ leash: ChannelLeash, _ connect: () async throws -> Line
    ) async throws(ConnectionFault) -> HeldChannel {
        do {
            let line = try await connect()
            try await line.ready.get()
            return line.held
        } catch {
            leash.pull()
            throw ConnectionFault(error)
        }
    }

    private var bootstrap: ClientBootstrap {
        ClientBootstrap(group: group)
            .connectTimeout(TimeAmount(bounded: timeout))
            .channelOption(.autoRead, value: false)
            .channelOption(.allowRemoteHalfClosure, value: allowsHalfClosure)
    }

    /// Runs on the channel's event loop.
    private static func prepare(
        _ channel: any Channel, _ leash: ChannelLeash, _ security: Security?, _ earlyEnd: EarlyEnd? = nil
    ) -> EventLoopFuture<Line> {
        let ready = channel.eventLoop.makePromise(of: Void.self)
        let gate = ConnectionGate(ready: ready, awaitsTLS: security != nil, earlyEnd: earlyEnd)
        let line = Line(
            held: HeldChannel(channel: channel, gate: NIOLoopBound(gate, eventLoop: channel.eventLoop)),
            ready: ready.futureResult)
        leash.attach { channel.close(promise: nil) }
        do {
            if let earlyEnd { try channel.pipeline.syncOperations.addHandler(earlyEnd) }
            if let security { try channel.pipeline.syncOperations.addHandlers(try security()) }
            try channel.pipeline.syncOperations.addHandler(gate)
        } catch {
            ready.fail(error)
            return channel.eventLoop.makeFailedFuture(error)
        }
        // A Unix socket has none.
        return channel.setOption(.tcpOption(.tcp_nodelay), value: 1).flatMapErrorThrowing { _ in }.map { line }
    }
}
