/// nsd(8) and its configuration.
struct NSDSetup: PeerSetup {
    func files(_ configuration: PeerConfiguration, _ ports: PeerConfiguration.Ports, in folder: String) -> [String:
        String]
    {
        let key = configuration.key?.name ?? "NOKEY"
        let zones = configuration.zones.enumerated().map { index, zone in
            var lines = ["zone:", "    name: \"\(zone.name)\"", "    zonefile: \"\(folder)/\(zoneFile(index))\""]
            if configuration.allowsTransfer {
                lines += ["    provide-xfr: 127.0.0.0/8 \(key)", "    provide-xfr: ::1 \(key)"]
                lines += ["    store-ixfr: yes", "    create-ixfr: yes"]
            }
            lines += configuration.notifies.map { "    notify: 127.0.0.1@\($0) \(key)" }
            if let primary = configuration.primary {
                lines += ["    request-xfr: 127.0.0.1@\(primary) \(key)", "    allow-notify: 127.0.0.0/8 \(key)"]
            }
            return lines.joined(separator: "\n")
        }
        return [
            "nsd.conf": """
            server:
                ip-address: 127.0.0.1@\(ports.dns)
            \(configuration.listensOnIPv6 ? "    ip-address: ::1@\(ports.dns)" : "")
                server-count: 1
                rrl-ratelimit: 0
                username: ""
                zonesdir: "\(folder)"
                database: ""
                pidfile: "\(folder)/nsd.pid"
                zonelistfile: "\(folder)/zone.list"
                xfrdfile: "\(folder)/xfrd.state"
                xfrdir: "\(folder)"
            remote-control:
                control-enable: no
            \(configuration.key.map(keySection) ?? "")
            \(zones.joined(separator: "\n"))

            """
        ]
    }

    private func keySection(_ key: PeerKey) -> String {
        "key:\n    name: \"\(key.name)\"\n    algorithm: \(key.algorithm)\n    secret: \"\(key.secret)\""
    }

    func command(_ folder: String) -> [String] { ["nsd", "-d", "-c", "\(folder)/nsd.conf"] }
}
