import Configuration
import ServiceCatalog
import ServiceMonitor
import ServiceProbing
import Store

extension Settings {
    /// What the monitor needs to know; servers that nobody named are found first.
    func monitorConfiguration() async throws(Failure) -> MonitorConfiguration {
        guard !plans.isEmpty else {
            let place = file ?? FilePath.configuration ?? "~/.config/svctop/config.toml"
            throw Failure(
                "no zone: give one, as in `svctop example.com --server 192.0.2.1`, or write [zones.\"example.com\"] in "
                    + place, .usage)
        }
        var zones: [ZoneConfiguration] = []
        for plan in plans {
            let servers = plan.servers.isEmpty ? try await ServerDiscovery(self).servers(of: plan.apex) : plan.servers
            zones.append(
                ZoneConfiguration(
                    apex: plan.apex, servers: servers, names: plan.names, discoversReplicas: plan.discoversReplicas))
        }
        var configuration = MonitorConfiguration(
            zones: zones, probe: probePolicy, probes: probes.value, pollInterval: pollInterval.value,
            maximumAge: maximumAge.value, staleAfter: staleAfter.value, notifyAddress: notify.value,
            eventLimit: events.value, rules: serviceRules)
        configuration.pinned = pinnedIdentities
        return configuration
    }

    /// Where they cannot be read, strangers may pass: that is said.
    private var pinnedIdentities: [InstanceIdentity: Identity] {
        guard FilePath.store != nil else { return [:] }
        do throws(StoreError) {
            return try PinnedIdentities.all(in: .usual)
        } catch {
            StandardError.say("warning: what was pinned is not known: \(error)")
            return [:]
        }
    }

    private var serviceRules: ServiceRules {
        ServiceRules(
            identities: Dictionary(identities.map { ($0.name, $0.identity) }) { $1 },
            wishes: Dictionary(serviceProbes.map { ($0.service, $0.wish) }) { $1 },
            expiryLimit: certificateExpiry.value)
    }

    /// Tells of what is in order, but hardly meant.
    func sayWarnings() {
        for warning in warnings { StandardError.say("warning: \(warning)") }
    }
}

extension ServiceMonitor {
    /// Works until the task is cancelled, or until it cannot.
    nonisolated func failure() async -> Failure? {
        do throws(ProberError) {
            try await run()
            return nil
        } catch {
            return Failure("\(error)")
        }
    }
}
