import Crypto
import DNSCore
import NIOSSL

/// A certificate that nobody vouches for, with a key that is made for it (RFC 5280): whoever pins the key knows the server.
struct SelfSignedCertificate {
    private static let commonName = "svctop"
    private static let year: UInt64 = 365 * 86_400
    private static let ecdsaWithSHA256 = DER.sequence(
        DER.objectIdentifier(0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02))

    let key = P256.Signing.PrivateKey()
    /// Host names and addresses that it is for.
    var hosts: [String]
    var addresses: [IPAddress]
    /// Seconds since 1970. An hour before it is valid already, for clients whose clocks are late; it is for a year.
    var now: UInt64

    func encoded() throws -> [UInt8] {
        let contents = contents
        let signature = try key.signature(for: contents)
        return DER.sequence(contents, Self.ecdsaWithSHA256, DER.bits(Array(signature.derRepresentation)))
    }

    private var contents: [UInt8] {
        let name = DER.sequence(
            DER.set(DER.sequence(DER.objectIdentifier(0x55, 0x04, 0x03), DER.text(Self.commonName))))
        let version3 = DER.explicit(0, DER.integer([2]))
        let number = DER.integer((0..<16).map { _ in UInt8.random(in: 1...0x7F) })
        let validity = DER.sequence(time(now - min(now, 3600)), time(now &+ Self.year))
        return DER.sequence(
            version3, number, Self.ecdsaWithSHA256, name, validity, name, Array(key.publicKey.derRepresentation),
            DER.explicit(3, extensions))
    }

    private func time(_ seconds: UInt64) -> [UInt8] { DER.time(SignatureTime.text(UInt32(clamping: seconds))) }

    private var extensions: [UInt8] {
        let names = hosts.map { DER.value(0x82, Array($0.utf8)) } + addresses.map { DER.value(0x87, $0.networkBytes) }
        let alternatives = DER.sequence(
            DER.objectIdentifier(0x55, 0x1D, 0x11), DER.octets(DER.value(0x30, names.flatMap { $0 })))
        let constraints = DER.sequence(
            DER.objectIdentifier(0x55, 0x1D, 0x13), DER.true, DER.octets(DER.sequence()))
        let serverAuthentication = DER.objectIdentifier(0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01)
        let usage = DER.sequence(
            DER.objectIdentifier(0x55, 0x1D, 0x25), DER.octets(DER.sequence(serverAuthentication)))
        return DER.sequence(alternatives, constraints, usage)
    }
}

extension TLSIdentity {
    /// A new key, and a certificate of its own that says `localhost` and some addresses; only in memory.
    /// - Parameter seconds: Our clock, since 1970.
    package static func selfSigned(
        for addresses: [IPAddress], at seconds: UInt64
    ) throws(TLSIdentityError) -> TLSIdentity {
        let made = SelfSignedCertificate(hosts: ["localhost"], addresses: addresses, now: seconds)
        do {
            let certificate = try NIOSSLCertificate(bytes: made.encoded(), format: .der)
            let key = try NIOSSLPrivateKey(bytes: Array(made.key.derRepresentation), format: .der)
            return try TLSIdentity([certificate], key, source: "the self-signed certificate")
        } catch let error as TLSIdentityError {
            throw error
        } catch {
            throw .cannotMake(reason: String(describing: error))
        }
    }
}

extension IPAddress {
    fileprivate var networkBytes: [UInt8] {
        switch self {
        case .v4(let address): address.bytes
        case .v6(let address): address.bytes
        }
    }
}
