import Configuration
import DNSClient
import DNSCore
import ServiceIdentity
import ServiceRegistration
import TOML

extension RegistrationSettings {
    /// The plan of a registrar.
    /// - Parameter servers: as `--server` has them.
    func plan(servers texts: [String]) async throws(Failure) -> ServicePlan {
        try await plan(servers: texts, names: registeredNames)
    }

    /// The same for other names.
    func plan(servers texts: [String], names: [RegisteredName]) async throws(Failure) -> ServicePlan {
        for warning in warnings { StandardError.say("warning: \(warning)") }
        var plan = ServicePlan(names: names, servers: try await servers(texts, for: names.first?.service))
        plan.target = target
        plan.addresses = addresses
        plan.listening = listening
        if let lease { plan.lease = lease }
        if let checkInterval { plan.checkInterval = checkInterval }
        plan.isOneOfSeveral = isOneOfSeveral
        return plan
    }

    private var registeredNames: [RegisteredName] {
        get throws(Failure) {
            var names: [RegisteredName] = []
            for name in self.names { names.append(try name.registered) }
            return names
        }
    }

    private func servers(_ texts: [String], for name: DomainName?) async throws(Failure) -> [Server] {
        let settings: Settings
        var servers: [Server] = []
        do throws(FileError) {
            settings = try ConfigurationFile.read()
            for text in texts { servers.append(try settings.server(labelled: text)) }
        } catch {
            throw Failure(error.description, .usage)
        }
        if servers.isEmpty { servers = self.servers }
        guard servers.isEmpty, let name else { return servers }
        let zone = try await ZoneDiscovery(settings, servers: []).zone(of: name)
        return try await ServerDiscovery(settings).servers(of: zone)
    }
}

extension RegistrationSettings.Name {
    fileprivate var registered: RegisteredName {
        get throws(Failure) {
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
                throw Failure("\(error)", .usage)
            }
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
