/// knotd(8) and its configuration.
struct KnotSetup: PeerSetup {
    func files(_ configuration: PeerConfiguration, _ ports: PeerConfiguration.Ports, in folder: String) -> [String:
        String]
    {
        let keyUse = configuration.key.map { "\n    key: \($0.name)" } ?? ""
        let notified = configuration.notifies.enumerated().map { "notified\($0.offset)" }
        let remotes =
            configuration.notifies.enumerated().map { ("notified\($0.offset)", $0.element) }
            + (configuration.primary.map { [("primary", $0)] } ?? [])
        let actions =
            (configuration.allowsTransfer ? ["transfer"] : []) + (configuration.allowsUpdate ? ["update"] : [])
            + (configuration.primary == nil ? [] : ["notify"])
        return [
            "knot.conf": """
            server:
                rundir: \(folder)
                listen: [ \(addresses(configuration).map { "\($0)@\(ports.dns)" }.joined(separator: ", ")) ]
                udp-workers: 1
                tcp-workers: 1
                background-workers: 1
            database:
                storage: \(folder)
            log:
              - target: stderr
                any: info
            \(keySection(configuration))
            \(remotes.isEmpty ? "" : "remote:")
            \(remotes.map { "  - id: \($0.0)\n    address: 127.0.0.1@\($0.1)\(keyUse)" }.joined(separator: "\n"))
            \(actions.isEmpty ? "" : "acl:\n  - id: loopback\n    address: [ 127.0.0.0/8, ::1\(configuration.network.map { ", \($0.subnet)" } ?? "") ]\(keyUse)")
            \(actions.isEmpty ? "" : "    action: [ \(actions.joined(separator: ", ")) ]")
            \(configuration.updaters.enumerated().map { rule($0.offset, $0.element) }.joined(separator: "\n"))
            zone:
            \(configuration.zones.enumerated().map { zone($0.offset, $0.element, configuration, notified, folder) }
                .joined(separator: "\n"))

            """
        ]
    }

    private func addresses(_ configuration: PeerConfiguration) -> [String] {
        configuration.addresses + (configuration.listensOnIPv6 ? ["::1"] : [])
    }

    private func keySection(_ configuration: PeerConfiguration) -> String {
        let keys = [configuration.key].compactMap { $0 } + configuration.updaters.map(\.key)
        guard !keys.isEmpty else { return "" }
        return "key:\n"
            + keys.map { "  - id: \($0.name)\n    algorithm: \($0.algorithm)\n    secret: \($0.secret)" }
            .joined(separator: "\n")
    }

    private func rule(_ index: Int, _ updater: PeerUpdater) -> String {
        """
          - id: updater\(index)
            key: \(updater.key.name)
            action: update
            update-owner: name
            update-owner-match: equal
            update-owner-name: [ \(updater.names.joined(separator: ", ")) ]
        """
    }

    private func zone(
        _ index: Int, _ zone: PeerZone, _ configuration: PeerConfiguration, _ notified: [String], _ folder: String
    ) -> String {
        var lines = [
            "  - domain: \(zone.name)", "    file: \(folder)/\(zoneFile(index))", "    semantic-checks: off",
            "    journal-content: changes", "    zonefile-sync: -1", "    zonefile-load: whole",
        ]
        if configuration.allowsTransfer || configuration.allowsUpdate {
            let rules = ["loopback"] + configuration.updaters.indices.map { "updater\($0)" }
            lines.append("    acl: [ \(rules.joined(separator: ", ")) ]")
        }
        if !notified.isEmpty { lines.append("    notify: [ \(notified.joined(separator: ", ")) ]") }
        if configuration.primary != nil {
            lines += ["    master: primary", "    refresh-min-interval: 2", "    retry-min-interval: 1"]
        }
        return lines.joined(separator: "\n")
    }

    func command(_ folder: String) -> [String] { ["knotd", "-c", "\(folder)/knot.conf"] }
}
