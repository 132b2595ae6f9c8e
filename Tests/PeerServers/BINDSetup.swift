/// named(8) and its configuration.
struct BINDSetup: PeerSetup {
    func files(_ configuration: PeerConfiguration, _ ports: PeerConfiguration.Ports, in folder: String) -> [String:
        String]
    {
        let key = configuration.key.map { "key \"\($0.name)\"" } ?? "any"
        let notified = configuration.notifies.map { "127.0.0.1 port \($0) \(configuration.key == nil ? "" : key);" }
        let keyUse = configuration.key == nil ? "" : key
        let zones = configuration.zones.enumerated().map { index, zone in
            let role =
                configuration.primary.map { "type secondary; primaries { 127.0.0.1 port \($0) \(keyUse); };" }
                ?? "type primary; \(policy(configuration, key))"
            return "zone \"\(zone.name)\" { \(role) file \"\(folder)/\(zoneFile(index))\"; };"
        }
        return [
            "named.conf": """
            \(configuration.key?.bindText ?? "")\(configuration.updaters.map(\.key.bindText).joined())
            options {
              directory "\(folder)"; pid-file none; session-keyfile "\(folder)/session.key"; managed-keys-directory "\(folder)";
              listen-on port \(ports.dns) { \(configuration.addresses.map { "\($0);" }.joined(separator: " ")) };
              \(configuration.servesTLS ? "listen-on port \(ports.tls) tls ephemeral { 127.0.0.1; };" : "")
              listen-on-v6 port \(ports.dns) { \(configuration.listensOnIPv6 ? "::1" : "none"); };
              recursion no; dnssec-validation no; empty-zones-enable no; max-ixfr-ratio unlimited;
              allow-transfer { \(configuration.allowsTransfer ? key : "none"); };
              notify \(notified.isEmpty ? "no" : "explicit"); notify-delay 0; startup-notify-rate 100; notify-rate 100;
              also-notify { \(notified.joined(separator: " ")) };
              min-refresh-time 1; min-retry-time 1;
            };
            controls { };
            \(zones.joined(separator: "\n"))

            """
        ]
    }

    private func policy(_ configuration: PeerConfiguration, _ key: String) -> String {
        guard !configuration.updaters.isEmpty, let admin = configuration.key else {
            return "allow-update { \(configuration.allowsUpdate ? key : "none"); };"
        }
        let rules = configuration.updaters.flatMap { updater in
            updater.names.map { "grant \"\(updater.key.name)\" name \($0) ANY;" }
        }
        return "update-policy { grant \"\(admin.name)\" zonesub ANY; \(rules.joined(separator: " ")) };"
    }

    func command(_ folder: String) -> [String] { ["named", "-g", "-n", "1", "-c", "\(folder)/named.conf"] }
}
