import DNSCore
import Glibc
import NIOCore
import NIOSSL

/// The judging of one peer, while its handshake waits; on one event loop.
final class PeerTrial {
    private let judge: PeerJudge
    private let expected: ExpectedPeer
    private let use: CertificateUse

    /// Who it is, once nothing was found to be wrong.
    private(set) var peer: PeerCertificate?
    private(set) var fault: IdentityFault?

    init(_ judge: PeerJudge, expected: ExpectedPeer, use: CertificateUse) {
        self.judge = judge
        self.expected = expected
        self.use = use
    }

    /// Takes the place of all that the TLS library would check by itself.
    func verify(_ certificates: [NIOSSLCertificate], _ promise: EventLoopPromise<NIOSSLVerificationResult>) {
        guard let own = certificates.first, let peer = try? PeerCertificate(own) else {
            fault = certificates.isEmpty ? .noCertificate : .unreadable
            return promise.succeed(.failed)
        }
        let others = certificates.dropFirst().prefix(TrustAnchors.mostBetween)
        let chain = [peer] + others.compactMap { try? PeerCertificate($0) }
        let eventLoop = promise.futureResult.eventLoop
        let now = Int64(time(nil))
        eventLoop.makeFutureWithTask { [judge, expected, use] in
            await judge.fault(of: chain, as: expected, in: use, at: now)
        }
        .assumeIsolated().whenComplete { result in
            if case .success(let fault) = result { self.fault = fault } else { self.fault = .unreadable }
            if self.fault == nil { self.peer = peer }
            promise.succeed(self.fault == nil ? .certificateVerified : .failed)
        }
    }
}
