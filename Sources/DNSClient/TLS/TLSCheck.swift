import DNSCore
import Glibc
import NIOCore
import NIOSSL
import TLSDiagnosis

/// Makes one connection's TLS, and judges the server by the policy.
struct TLSCheck: Sendable {
    let context: NIOSSLContext
    let policy: TLSPolicy
    /// As the user gave it.
    let host: String

    /// The name that the certificate has to bear; nothing for an address, which it then has to bear itself.
    private var expectedName: String? {
        let name = policy.authenticationName ?? (HostText.isAddress(host) ? nil : host)
        return name.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
    }

    func makeHandler() throws -> NIOSSLClientHandler {
        do {
            return try NIOSSLClientHandler(context: context, serverHostname: expectedName)
        } catch {
            throw ClientError.tls(.badName(expectedName ?? host))
        }
    }

    /// What is wrong with a server whose handshake is done, if anything is.
    ///
    /// A server that knows nothing of ALPN is let pass, as many speak DNS over TLS without; another protocol than the
    /// one that was offered has ended the handshake before.
    func fault(in context: ChannelHandlerContext) -> TLSFailure? {
        guard !policy.pins.isEmpty else { return nil }
        guard let pin = certificate(in: context).flatMap(CertificatePin.init) else {
            return .handshake("the server has shown no certificate")
        }
        return policy.pins.contains(pin) ? nil : .wrongPin(found: pin)
    }

    /// What an error of TLS says about the server; nothing if it is not about TLS.
    func failure(_ error: any Error, in context: ChannelHandlerContext) -> TLSFailure? {
        if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname {
            return .wrongName(expected: expectedName ?? host, found: certificate(in: context)?.names ?? [])
        }
        return switch TLSDiagnosis(error) {
        case nil: nil
        case .distrusted: distrust(of: certificate(in: context))
        case .notTLS: .notTLS
        case .closed:
            .handshake("the server closed the connection during the handshake: is this its port for TLS?")
        case .noCertificate: .handshake("the server has shown no certificate")
        case .oldVersion: .handshake("the server speaks no protocol version that is new enough")
        case .alert(let complaint): .handshake("the server says: \(complaint)")
        case .other(let reason): .handshake(reason)
        }
    }

    private func distrust(of certificate: NIOSSLCertificate?) -> TLSFailure {
        guard let certificate else { return .untrusted(key: nil) }
        let now = time(nil)
        if certificate.notValidAfter < now { return .expired(at: Int64(certificate.notValidAfter)) }
        if certificate.notValidBefore > now { return .notYetValid(until: Int64(certificate.notValidBefore)) }
        return .untrusted(key: CertificatePin(certificate))
    }

    private func certificate(in context: ChannelHandlerContext) -> NIOSSLCertificate? {
        try? context.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self).peerCertificate
    }
}

extension CertificatePin {
    fileprivate init?(_ certificate: NIOSSLCertificate) {
        guard let key = try? certificate.extractPublicKey().toSPKIBytes() else { return nil }
        self.init(publicKey: key)
    }
}

extension NIOSSLCertificate {
    /// The host names in it: a few, and only what can be printed.
    fileprivate var names: [String] {
        _subjectAlternativeNames().lazy.filter { $0.nameType == .dnsName }.prefix(5).map { name in
            String(decoding: name.contents.prefix(253).map { (0x21...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
        }
    }
}
