import NIOCore
import NIOPosix

extension DatagramExchange {
    /// Sends `request` from a fresh socket, whose port the kernel picks at random, and waits for the outcome.
    ///
    /// The socket is connected: the kernel lets nothing in but what comes from the server, and tells when nobody
    /// listens there.
    static func run(
        _ request: PendingRequest, of client: DNSClient, to address: SocketAddress, within limit: Duration
    ) async throws(ClientError) -> Outcome {
        let leash = ChannelLeash()
        let loop = client.group.next()
        let outcome = loop.makePromise(of: Outcome.self)
        let result: Result<Outcome, ClientError> = await withTaskCancellationHandler {
            let channel = DatagramBootstrap(group: loop)
                .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 4096))
                .channelInitializer { channel in
                    leash.attach { channel.close(promise: nil) }
                    return channel.eventLoop.makeCompletedFuture {
                        let exchange = DatagramExchange(
                            request, of: client, to: address, within: limit, outcome: outcome)
                        try channel.pipeline.syncOperations.addHandler(exchange)
                    }
                }
                .connect(to: address)
            channel.whenFailure { outcome.fail($0) }
            do {
                return .success(try await outcome.futureResult.get())
            } catch {
                return .failure(leash.isPulled ? .cancelled : ClientError(socketError: error))
            }
        } onCancel: {
            leash.pull()
        }
        return try result.get()
    }
}
