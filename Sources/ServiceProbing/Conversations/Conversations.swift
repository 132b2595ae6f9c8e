import NIOCore
import NIOPosix
import NIOSSL
import ServiceCatalog

/// Carries on conversations, on one event loop that is there once there is one.
///
/// Who is waited for how long is not its business: it talks until it is told to break off.
final class Conversations: Sendable {
    private let mailbox: ProbeMailbox
    private let group: MultiThreadedEventLoopGroup
    private let loop: any EventLoop
    private let channels: NIOLoopBoundBox<[UInt64: any Channel]>
    private let contexts: [ProbeKind: NIOSSLContext]

    /// - Parameter mailbox: Where results go.
    init(telling mailbox: ProbeMailbox) {
        self.mailbox = mailbox
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        loop = group.next()
        channels = .makeBoxSendingValue([:], eventLoop: loop)
        contexts = Self.makeContexts()
    }

    /// Whatever a certificate says, the handshake goes on: it is for others to judge.
    private static func makeContexts() -> [ProbeKind: NIOSSLContext] {
        var contexts: [ProbeKind: NIOSSLContext] = [:]
        for (kind, protocols) in [(ProbeKind.tls, []), (.https, ["http/1.1"]), (.grpcs, ["h2"])] {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.certificateVerification = .none
            configuration.minimumTLSVersion = .tlsv1
            configuration.applicationProtocols = protocols
            contexts[kind] = try? NIOSSLContext(configuration: configuration)
        }
        return contexts
    }

    /// Takes over the connection.
    func begin(_ conversation: Conversation) {
        let token = conversation.token
        let bootstrap = ClientBootstrap(group: loop)
            .channelOption(.autoRead, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.prepare(channel, for: conversation) }
            }
        bootstrap.withConnectedSocket(conversation.descriptor).whenFailure { _ in
            self.tell(token, Conversation.Result(failure: .probeFailed))
        }
    }

    private func prepare(_ channel: any Channel, for conversation: Conversation) throws {
        let token = conversation.token
        channels.value[token] = channel
        channel.closeFuture.whenComplete { _ in self.channels.value[token] = nil }
        let course = ConversationCourse(conversation) { self.tell(token, $0) }
        let pipeline = channel.pipeline.syncOperations
        if let context = contexts[conversation.kind] {
            try pipeline.addHandler(Self.handler(context, for: conversation.details.host))
        } else if conversation.kind.usesTLS {
            throw ChannelError.operationUnsupported
        }
        try pipeline.addHandler(ConversationGuide(conversation, course))
    }

    /// A host's name that may not stand in SNI is left out.
    private static func handler(_ context: NIOSSLContext, for host: String) throws -> NIOSSLClientHandler {
        do {
            return try NIOSSLClientHandler(context: context, serverHostname: host)
        } catch {
            return try NIOSSLClientHandler(context: context, serverHostname: nil)
        }
    }

    private func tell(_ token: UInt64, _ result: Conversation.Result) { mailbox.post(.ended(token, result)) }

    /// Nobody waits for it any more.
    func breakOff(_ token: UInt64) {
        loop.execute { self.channels.value[token]?.close(promise: nil) }
    }

    func shutDown() { group.shutdownGracefully { _ in } }
}
