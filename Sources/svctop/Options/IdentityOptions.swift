import ArgumentParser
import DNSCore
import Glibc
import ServiceIdentity

/// TLS on a connection: who we are, and what the other side has to prove.
struct IdentityOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Trust the authorities in this PEM file; without it and --pin, those of the system.", valueName: "FILE"))
    var ca: [String] = []

    @Option(help: ArgumentHelp("Our certificate, and those behind it, in PEM.", valueName: "FILE"))
    var cert: String?

    @Option(
        name: .customLong("cert-key"),
        help: ArgumentHelp("The certificate's private key, in PEM (the certificate's file).", valueName: "FILE"))
    var certificateKey: String?

    @Option(
        help: ArgumentHelp(
            "A key that the other side may have, by its SHA-256, beside those in its records; `records` for those alone.",
            valueName: "BASE64"))
    var pin: [String] = []

    @Option(
        name: .customLong("peer-name"),
        help: ArgumentHelp(
            "The name that the other side's certificate has to bear: that of the service, of its host, or either.",
            valueName: "service|host|either"))
    var peerName: PeerName = .service

    enum PeerName: String, CaseIterable, ExpressibleByArgument {
        case service
        case host
        case either

        var rule: PeerIdentityPolicy.NameRule {
            switch self {
            case .service: .service
            case .host: .host
            case .either: .serviceOrHost
            }
        }
    }

    var isGiven: Bool { !ca.isEmpty || cert != nil || certificateKey != nil || !pin.isEmpty }

    func tls() throws(Failure) -> MutualTLS {
        let (credentials, policy) = (try credentials(), try policy)
        do throws(IdentityFault) {
            let tls = try MutualTLS(credentials: credentials, policy: policy)
            for warning in tls.credentials?.warnings ?? [] { StandardError.say("warning: \(warning)") }
            return tls
        } catch {
            throw Failure("\(error)", .usage)
        }
    }

    private func credentials() throws(Failure) -> Credentials? {
        guard let cert else {
            guard certificateKey == nil else { throw Failure("--cert-key goes with --cert", .usage) }
            return nil
        }
        do throws(CredentialsFault) {
            return try Credentials(certificateFile: cert, keyFile: certificateKey ?? cert)
        } catch {
            throw Failure("\(error)", .usage)
        }
    }

    private var policy: PeerIdentityPolicy {
        get throws(Failure) {
            var pins: Set<CertificatePin> = []
            for text in pin where text != "records" {
                guard let found = CertificatePin(text) else {
                    throw Failure("--pin: \(text) is not the SHA-256 of a public key in Base64 (44 characters)", .usage)
                }
                pins.insert(found)
            }
            let trust: PeerIdentityPolicy.Trust =
                !ca.isEmpty ? .authorities(files: ca) : pin.isEmpty ? .system : .pinsOnly
            return PeerIdentityPolicy(trust: trust, name: peerName.rule, pins: pins)
        }
    }
}
