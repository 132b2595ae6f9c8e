import DNSCore
import NIOCore
import NIOSSL

extension MutualTLS {
    func clientHandlers(
        for peer: ExpectedPeer, verdict: EventLoopPromise<PeerCertificate>?
    ) throws(IdentityFault) -> [any ChannelHandler] {
        let current = contexts.current
        let context = try contexts.clientContext(current.credentials)
        try check(peer)
        let trial = PeerTrial(current.judge, expected: peer, use: .server)
        let tls: NIOSSLClientHandler
        do {
            tls = try NIOSSLClientHandler(
                context: context, serverHostname: peer.indicatedName(by: policy.name),
                customVerificationCallback: { trial.verify($0, $1) })
        } catch {
            throw .handshake(printable("\(error)", limit: 200))
        }
        return [tls, behind(trial, current, verdict)]
    }

    func serverHandlers(
        for peers: ExpectedPeer, verdict: EventLoopPromise<PeerCertificate>?
    ) throws(IdentityFault) -> [any ChannelHandler] {
        let current = contexts.current
        let context = try contexts.serverContext(current.credentials)
        let trial = PeerTrial(current.judge, expected: peers, use: .client)
        let tls = NIOSSLServerHandler(context: context, customVerificationCallback: { trial.verify($0, $1) })
        return [tls, behind(trial, current, verdict)]
    }

    private func behind(
        _ trial: PeerTrial, _ current: TLSContexts.Current, _ verdict: EventLoopPromise<PeerCertificate>?
    ) -> PeerIdentityHandler {
        PeerIdentityHandler(
            trial, ownCertificate: current.credentials?.certificate, patience: contexts.settings.patience,
            verdict: verdict)
    }

    /// A client that expects nobody would take anybody for a server.
    private func check(_ peer: ExpectedPeer) throws(IdentityFault) {
        if policy.trust == .pinsOnly {
            guard !policy.pins.isEmpty || !peer.pins.isEmpty else { throw .noPins }
        } else {
            guard !peer.identifiers(by: policy.name).isEmpty else { throw .noExpectedName }
        }
    }
}

extension ExpectedPeer {
    /// What the server is told whom we look for (SNI, RFC 6066 section 3): a plain name, where one is known.
    fileprivate func indicatedName(by rule: PeerIdentityPolicy.NameRule) -> String? {
        for identifier in identifiers(by: rule) {
            if case .host(let name) = identifier, !name.isEmpty, name.utf8.count <= 253,
                name.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
            {
                return name
            }
        }
        return nil
    }
}
