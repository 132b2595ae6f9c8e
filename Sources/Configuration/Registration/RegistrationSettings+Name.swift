import DNSCore
import ServiceIdentity
import ServiceRegistration
import TOML

extension RegistrationSettings.Name {
    /// With the keys of its certificates, which are read.
    package func registered() throws(FileError) -> RegisteredName {
        do throws(RegistrationError) {
            var name = try RegisteredName(service, instance: instance, label: label, key: key)
            name.port = port
            name.priority = priority ?? name.priority
            name.weight = weight ?? name.weight
            name.ttl = ttl ?? name.ttl
            name.texts = texts
            name.pins = try pins
            return name
        } catch {
            throw FileError("\(error)")
        }
    }

    private var pins: [CertificatePin] {
        get throws(RegistrationError) {
            var pins: [CertificatePin] = []
            for file in certificates {
                do throws(CredentialsFault) {
                    pins.append(try PeerCertificate(file: file).pin)
                } catch {
                    throw .plan("\(error)")
                }
            }
            return pins
        }
    }
}
