import Glibc
import NIOCore
import NIOPosix

/// A listener's sockets, closed when nobody needs them any more.
final class NotifySockets: Sendable {
    private let datagrams: any Channel
    private let listener: any Channel

    private init(datagrams: any Channel, listener: any Channel, whenClosed: @escaping @Sendable () -> Void) {
        self.datagrams = datagrams
        self.listener = listener
        // Whichever breaks takes the other one along: the owner binds anew.
        for (channel, other) in [(datagrams, listener), (listener, datagrams)] {
            channel.closeFuture.whenComplete { _ in
                other.close(promise: nil)
                whenClosed()
            }
        }
    }

    deinit {
        datagrams.close(promise: nil)
        listener.close(promise: nil)
    }

    func address(of asked: ServerAddress) throws(ClientError) -> ServerAddress {
        var address = asked
        address.port = listener.localAddress?.port.map { UInt16(truncatingIfNeeded: $0) } ?? asked.port
        return address
    }

    /// Binds TCP, and UDP to the same port. Where the kernel picks the port, UDP may have it taken: then another.
    static func bind(
        _ address: ServerAddress, _ desk: NotifyDesk, on group: any EventLoopGroup,
        whenClosed: @escaping @Sendable () -> Void
    ) async throws(ClientError) -> NotifySockets {
        let port = address.port(usingTLS: false)
        guard let local = try await HostResolver.addresses(of: address.host, port: port).first else {
            throw .hostNotFound(address.host, reason: "it has no address")
        }
        var tries = port == 0 ? 10 : 1
        while true {
            tries -= 1
            do {
                let listener = try await bindStreams(local, desk, on: group)
                do {
                    var same = local
                    same.port = listener.localAddress?.port ?? Int(port)
                    let datagrams = try await bindDatagrams(same, desk, on: group)
                    return NotifySockets(datagrams: datagrams, listener: listener, whenClosed: whenClosed)
                } catch {
                    try? await listener.close()
                    throw error
                }
            } catch {
                guard tries > 0 else { throw ClientError(bindError: error) }
            }
        }
    }

    private static func bindStreams(
        _ address: SocketAddress, _ desk: NotifyDesk, on group: any EventLoopGroup
    ) async throws -> any Channel {
        try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 4096))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NotifyStream(desk))
                }
            }
            .bind(to: address).get()
    }

    private static func bindDatagrams(
        _ address: SocketAddress, _ desk: NotifyDesk, on group: any EventLoopGroup
    ) async throws -> any Channel {
        try await DatagramBootstrap(group: group)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 4096))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NotifyDatagrams(desk))
                }
            }
            .bind(to: address).get()
    }
}

extension ClientError {
    /// A socket that cannot be bound is this system's affair, whatever the reason.
    fileprivate init(bindError error: any Error) {
        switch error {
        case let error as ClientError: self = error
        case let error as IOError: self = .local(reason: String(cString: strerror(error.errnoCode)))
        default: self = .local(reason: String(describing: error))
        }
    }
}
