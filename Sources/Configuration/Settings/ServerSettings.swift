import DNSClient
import DNSCore

/// `[servers.NAME]`
package struct ServerSettings: Sendable {
    package var label: String
    package var origin: Origin
    package var address: Sourced<ServerAddress>
    /// The label of a `[keys.*]`; without one, a key is chosen by the zones that it is for.
    package var key: Sourced<String>?
    /// nil where nothing is said: then TLS is used when one of the rest is given.
    package var usesTLS: Sourced<Bool>?
    /// PEM.
    package var authorities: Sourced<String>?
    package var pins: Sourced<[CertificatePin]>?
    package var certificateName: Sourced<String>?

    init(_ label: String, _ origin: Origin, address: Sourced<ServerAddress>) {
        self.label = label
        self.origin = origin
        self.address = address
    }

    package var tls: TLSPolicy? {
        let isDescribed = authorities != nil || pins != nil || certificateName != nil
        guard usesTLS?.value ?? isDescribed else { return nil }
        let pins = Set(pins?.value ?? [])
        // A pin stands for itself, as with kdig, unless an authority or a name is asked for too.
        let trust: TLSPolicy.Trust =
            if let authorities {
                .authorities(file: authorities.value)
            } else if !pins.isEmpty, certificateName == nil {
                .pinsOnly
            } else {
                .systemAuthorities
            }
        return TLSPolicy(trust: trust, pins: pins, authenticationName: certificateName?.value)
    }
}
