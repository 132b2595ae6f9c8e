import Configuration
import DNSClient
import DNSCore
import ServiceRegistration
import TOML

extension RegistrationSettings {
    /// The plan of a registrar.
    /// - Parameter servers: as `--server` has them.
    func plan(servers texts: [String]) async throws(Failure) -> ServicePlan {
        var names: [RegisteredName] = []
        for name in self.names {
            do throws(FileError) {
                names.append(try name.registered())
            } catch {
                throw Failure("\(error)", .usage)
            }
        }
        return try await plan(of: names, servers: texts)
    }

    /// The plan of a registrar for other names than those here.
    func plan(of names: [RegisteredName], servers texts: [String]) async throws(Failure) -> ServicePlan {
        for warning in warnings { StandardError.say("warning: \(warning)") }
        var plan = ServicePlan(names: names, servers: try await servers(of: names.first?.service, texts))
        plan.target = target
        plan.addresses = addresses
        plan.listening = listening
        if let lease { plan.lease = lease }
        if let checkInterval { plan.checkInterval = checkInterval }
        plan.isOneOfSeveral = isOneOfSeveral
        return plan
    }

    private func servers(of name: DomainName?, _ texts: [String]) async throws(Failure) -> [Server] {
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
