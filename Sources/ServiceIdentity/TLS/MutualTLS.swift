import DNSCore
import Glibc
import NIOCore
import NIOSSL

/// TLS in which both sides prove who they are, for connections that we make and for those that we take.
///
/// ```swift
/// let tls = try MutualTLS(
///     credentials: Credentials(certificateFile: "web.pem", keyFile: "web.key"),
///     policy: PeerIdentityPolicy(trust: .authorities(files: ["ca.pem"])))
/// let peer = try await tls.startClient(on: channel, for: ExpectedPeer(services: [name])).get()
/// ```
///
/// Certificates that were renewed on the disk, and authorities that were changed, count from the next connection on.
public struct MutualTLS: Sendable {
    let contexts: TLSContexts
    public let policy: PeerIdentityPolicy

    /// - Parameters:
    ///   - credentials: Who we are; a client may have none, for servers that do not ask.
    ///   - policy: What the others have to prove.
    ///   - applicationProtocols: ALPN, most wanted first.
    ///   - minimumVersion: Less only for those who cannot do TLS 1.3.
    ///   - patience: How long a handshake may take: who says nothing holds nothing open.
    public init(
        credentials: Credentials?, policy: PeerIdentityPolicy, applicationProtocols: [String] = [],
        minimumVersion: TLSVersion = .tlsv13, patience: TimeAmount = .seconds(10)
    ) throws(IdentityFault) {
        self.policy = policy
        contexts = try TLSContexts(
            credentials: credentials, policy: policy,
            settings: TLSSettings(
                applicationProtocols: applicationProtocols, minimumVersion: minimumVersion, patience: patience))
    }

    /// Who we are at present.
    public var credentials: Credentials? { contexts.current.credentials }

    /// What whoever runs this should know of, a line each: a key that others can read, a certificate that is near its end,
    /// one that was renewed but cannot be used. To be asked for now and then.
    public var concerns: [String] {
        let current = contexts.current
        return (current.trouble.map { ["\($0); what was there before is still used"] } ?? [])
            + (current.credentials?.concerns(at: Int64(time(nil))) ?? [])
    }

    /// For a connection that we make, in their order; on its event loop.
    ///
    /// Nothing is passed on before the peer is judged. Then ``PeerIdentified`` is fired; what is wrong comes as an error
    /// of type ``IdentityFault``, and the channel is closed. A server that does not accept our certificate says so only
    /// after its handshake is done for us (RFC 8446 section 4.4.2.4): then the first read fails with such an error.
    public func clientHandlers(for peer: ExpectedPeer) throws(IdentityFault) -> [any ChannelHandler] {
        try clientHandlers(for: peer, verdict: nil)
    }

    /// For a connection that we take, in their order; on its event loop. Clients without a certificate are refused.
    ///
    /// - Parameter peers: Whom to let in.
    public func serverHandlers(for peers: ExpectedPeer = .anyone) throws(IdentityFault) -> [any ChannelHandler] {
        try serverHandlers(for: peers, verdict: nil)
    }

    /// Starts TLS on a connection that we have made, in front of whatever handlers there are.
    ///
    /// - Returns: Who is there, once that is proved, or an ``IdentityFault``.
    public func startClient(on channel: any Channel, for peer: ExpectedPeer) -> EventLoopFuture<PeerCertificate> {
        start(on: channel) { try clientHandlers(for: peer, verdict: $0) }
    }

    /// Starts TLS on a connection that we have taken, in front of whatever handlers there are.
    public func startServer(
        on channel: any Channel, for peers: ExpectedPeer = .anyone
    ) -> EventLoopFuture<PeerCertificate> {
        start(on: channel) { try serverHandlers(for: peers, verdict: $0) }
    }

    private func start(
        on channel: any Channel,
        _ handlers: @escaping @Sendable (EventLoopPromise<PeerCertificate>) throws -> [any ChannelHandler]
    ) -> EventLoopFuture<PeerCertificate> {
        let verdict = channel.eventLoop.makePromise(of: PeerCertificate.self)
        let add: @Sendable () -> Void = {
            do {
                try channel.pipeline.syncOperations.addHandlers(handlers(verdict), position: .first)
            } catch {
                verdict.fail(error)
            }
        }
        // What has come already is not to be read before this is there.
        if channel.eventLoop.inEventLoop { add() } else { channel.eventLoop.execute(add) }
        return verdict.futureResult
    }
}

/// An event of a channel: the other side has proved who it is, and is who it should be.
public struct PeerIdentified: Hashable, Sendable {
    public let certificate: PeerCertificate
}
