/// pdns_server(8) and its configuration.
struct PowerDNSSetup: PeerSetup {
    var usesSQLite: Bool

    func files(_ configuration: PeerConfiguration, _ ports: PeerConfiguration.Ports, in folder: String) -> [String:
        String]
    {
        let zones = configuration.zones.enumerated().map { index, zone in
            "zone \"\(zone.name)\" { type master; file \"\(folder)/\(zoneFile(index))\"; };"
        }
        let backend =
            usesSQLite
            ? "launch=gsqlite3\ngsqlite3-database=\(folder)/pdns.sqlite3\ngsqlite3-pragma-synchronous=0"
            : "launch=bind\nbind-config=\(folder)/zones.conf\nbind-dnssec-db=\(folder)/keys.sqlite3"
        let notified = configuration.notifies.map { "127.0.0.1:\($0)" }.joined(separator: ",")
        return [
            "policy.lua": policy(configuration),
            "zones.conf": zones.joined(separator: "\n"),
            "pdns.conf": """
            \(backend)
            local-address=\(configuration.addresses.joined(separator: ","))\(configuration.listensOnIPv6 ? ",::1" : "")
            local-port=\(ports.dns)
            socket-dir=\(folder)
            daemon=no
            guardian=no
            receiver-threads=1
            distributor-threads=1
            cache-ttl=0
            query-cache-ttl=0
            negquery-cache-ttl=0
            zone-cache-refresh-interval=0
            primary=yes
            only-notify=
            also-notify=\(notified)
            disable-axfr=\(configuration.allowsTransfer ? "no" : "yes")
            allow-axfr-ips=\(configuration.key == nil ? "127.0.0.0/8,::1" : "")
            dnsupdate=\(configuration.allowsUpdate ? "yes" : "no")
            allow-dnsupdate-from=127.0.0.0/8\(configuration.network.map { ",\($0.subnet)" } ?? "")
            \(hasPolicy(configuration) ? "lua-dnsupdate-policy-script=\(folder)/policy.lua" : "")

            """,
        ]
    }

    func prepare(_ configuration: PeerConfiguration, in folder: TemporaryFolder) async throws {
        let pdnsutil = { (arguments: String...) async throws in
            try await Self.run("pdnsutil", ["--config-dir=\(folder.path)"] + arguments)
        }
        if usesSQLite {
            try await Self.run("sqlite3", ["\(folder.path)/pdns.sqlite3", ".read \(Self.schema)"])
            for (index, zone) in configuration.zones.enumerated() {
                try await pdnsutil("load-zone", zone.name, "\(folder.path)/\(zoneFile(index))")
                try await pdnsutil("set-kind", zone.name, "primary")
                try await pdnsutil("set-meta", zone.name, "NOTIFY-DNSUPDATE", "1")
                // By itself it goes by the date.
                try await pdnsutil("set-meta", zone.name, "SOA-EDIT-DNSUPDATE", "INCREASE")
            }
        } else {
            try await pdnsutil("create-bind-db", "\(folder.path)/keys.sqlite3")
        }
        guard let key = configuration.key else { return }
        for key in [key] + configuration.updaters.map(\.key) {
            try await pdnsutil("import-tsig-key", key.name, key.algorithm, key.secret)
        }
        for zone in configuration.zones {
            for kind in ["TSIG-ALLOW-AXFR", "TSIG-ALLOW-DNSUPDATE"] {
                try await pdnsutil("set-meta", zone.name, kind, key.name)
            }
            // The key that its own notifications are signed with.
            try await pdnsutil("activate-tsig-key", zone.name, key.name, "primary")
        }
    }

    /// Its metadata knows keys for a whole zone only: names take a script, which denies without saying so.
    private func hasPolicy(_ configuration: PeerConfiguration) -> Bool {
        configuration.updaters.contains { !$0.names.isEmpty }
    }

    private func policy(_ configuration: PeerConfiguration) -> String {
        let rules = configuration.updaters.flatMap { updater in
            updater.names.map {
                "  if key == \"\(updater.key.name)\" and name == \"\($0.lowercased())\" then return true end"
            }
        }
        return """
            function updatepolicy(input)
              local key = input:getTsigName():toString()
              local name = input:getQName():toString():lower()
              if key == "\(configuration.key?.name ?? "")" then return true end
            \(rules.joined(separator: "\n"))
              return false
            end

            """
    }

    private static let schema = "/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql"

    private static func run(_ name: String, _ arguments: [String]) async throws {
        let result = try await Tool.run(name, arguments)
        guard result.succeeded else {
            throw PeerError.cannotStart("\(name) \(arguments.joined(separator: " ")): \(result.output)")
        }
    }

    func command(_ folder: String) -> [String] { ["pdns_server", "--config-dir=\(folder)"] }
}
