import DNSCore

/// The authority as a folder that named(8) starts from: `named -c FOLDER/named.conf`.
package struct BINDExport: Sendable {
    private let source: ExportSource
    private var zones: [ZoneContents] { source.zones }
    private var keys: ExportedKeys { source.keys }
    private var settings: ExportSettings { source.settings }
    private var folder: String { source.folder }

    /// - Parameters:
    ///   - folder: where the files will be, from the root on: BIND looks for nothing beside its configuration.
    ///   - seconds: since 1970: keys that are not valid then are left out.
    package init(
        _ zones: [ZoneContents], keys: [StoredKey], settings: ExportSettings, folder: String, at seconds: UInt64
    ) throws(ExportError) {
        source = try ExportSource(zones, keys: keys, settings: settings, folder: folder, at: seconds)
    }

    package var files: [ExportedFile] {
        [
            ExportedFile("named.conf", .text(configuration)),
            ExportedFile("keys.conf", .text(keyStatements), isSecret: true),
        ] + zones.enumerated().map { ExportedFile(ZoneFileName.text($1.apex, $0), .zone($1)) }
    }

    // MARK: - named.conf

    private var configuration: String {
        """
        // Start it with: named -c \(folder)/named.conf
        //
        // named writes its journals into this folder: its user has to own it. Debian's AppArmor profile lets it do so
        // below /var/lib/bind alone.
        \(differences.map { "// - \($0)\n" }.joined())
        include "\(folder)/keys.conf";

        options {
            directory "\(folder)";
            pid-file none;
            session-keyfile none;
        \(listening)
            recursion no;
            dnssec-validation no;
            empty-zones-enable no;
            notify explicit;
            // As many records and types at a name as there are; BIND before 9.18.28 does not know these two.
            max-records-per-type 0;
            max-types-per-name 0;
        };

        controls { };

        \(zones.enumerated().map(zoneStatement).joined(separator: "\n"))
        """
    }

    /// What is not as it was, for whoever reads the file.
    private var differences: [String] {
        var all = ["Leases are not kept: what is registered stays until it is withdrawn."]
        if keys.keys.contains(where: { $0.mostRecords != nil }) {
            all.append("How many records a key may have is not limited.")
        }
        if keys.keys.contains(where: { $0.validUntil != nil }) {
            all.append("Keys do not expire by themselves: take them out of keys.conf.")
        }
        if !settings.updateAddresses.isEmpty, takesKeys {
            let ranges = settings.updateAddresses.map(ConfigurationText.range).joined(separator: ", ")
            all.append("BIND goes by keys or by addresses: updates without a key from \(ranges) are refused.")
        }
        return all + keys.omissions.map { "Left out: \($0)" }
    }

    private var listening: String {
        let ports = Dictionary(grouping: settings.listening, by: \.port).sorted { $0.key < $1.key }
        func lines(_ statement: String, _ isWanted: (IPAddress) -> Bool) -> [String] {
            let lines = ports.compactMap { port, endpoints -> String? in
                let addresses = endpoints.map(\.address).filter(isWanted).map { " \(Self.address($0));" }.joined()
                return addresses.isEmpty ? nil : "    \(statement) port \(port) {\(addresses) };"
            }
            return lines.isEmpty ? ["    \(statement) { none; };"] : lines
        }
        return (lines("listen-on", { !$0.isIPv6 }) + lines("listen-on-v6", \.isIPv6)).joined(separator: "\n")
    }

    private static func address(_ address: IPAddress) -> String { address.isUnspecified ? "any" : "\(address)" }

    // MARK: - Keys

    private var keyStatements: String {
        let statements = keys.keys.map { key in
            """
            key \(ConfigurationText.name(key.name)) {
                algorithm \(TSIGKeyLabel(key.key).algorithmDescription);
                secret "\(Base64.encode(key.key.secretBytes))";
            };

            """
        }
        return "// Whoever reads this file can do what the keys may: for named's user alone.\n" + statements.joined()
    }

    // MARK: - Zones

    private func zoneStatement(_ index: Int, _ zone: ZoneContents) -> String {
        """
        zone \(ConfigurationText.name(zone.apex)) {
            type primary;
            file "\(folder)/\(ZoneFileName.text(zone.apex, index))";
            check-names ignore;
            check-integrity no;
            allow-transfer { \(transferring) };
        \(alsoNotify)\(updating(zone.apex))};

        """
    }

    private var transferring: String {
        let all =
            keys.transferring.map { "key \(ConfigurationText.name($0.name));" }
            + settings.transferAddresses.map { "\(ConfigurationText.range($0));" }
        return all.isEmpty ? "none;" : all.joined(separator: " ")
    }

    private var alsoNotify: String {
        guard !settings.secondaries.isEmpty else { return "" }
        let secondaries = settings.secondaries.map { secondary in
            let key = secondary.key.flatMap { name in keys.keys.first { $0.name == name } }
            let keyText = key.map { " key \(ConfigurationText.name($0.name))" } ?? ""
            return "\(secondary.endpoint.address) port \(secondary.endpoint.port)\(keyText);"
        }
        return "    also-notify { \(secondaries.joined(separator: " ")) };\n"
    }

    /// Whether there is a key that may change anything.
    private var takesKeys: Bool { keys.keys.contains { $0.role != .transfer } }

    private func updating(_ zone: DomainName) -> String {
        guard takesKeys else {
            guard !settings.updateAddresses.isEmpty else { return "" }
            let ranges = settings.updateAddresses.map { "\(ConfigurationText.range($0));" }.joined(separator: " ")
            return "    allow-update { \(ranges) };\n"
        }
        let admins = keys.admins.map { "        grant \(ConfigurationText.name($0.name)) zonesub ANY;\n" }
        let owners = keys.owners(in: zone, of: zones.map(\.apex)).map { rules(KeyGrant($0)) }
        let text = (admins + owners).joined()
        return text.isEmpty ? "" : "    // The first rule that fits counts.\n    update-policy {\n\(text)    };\n"
    }

    private func rules(_ grant: KeyGrant) -> String {
        let key = ConfigurationText.name(grant.name)
        let types = grant.key.types.map { $0.map { " \(ConfigurationText.type($0))" }.joined() } ?? ""
        var rules: [String] = []
        func add(_ rule: String, _ name: DomainName) {
            // Without types, BIND leaves out SOA, NS, RRSIG, NSEC and NSEC3 by itself.
            if grant.key.types == nil { rules.append("deny \(key) \(rule) \(ConfigurationText.name(name)) DS DNSKEY;") }
            rules.append("grant \(key) \(rule) \(ConfigurationText.name(name))\(types);")
        }
        switch grant.place {
        case .name:
            add("name", grant.name)
        case .tree:
            rules.append("// A service and its instances. Wider than before: at every depth below it.")
            add("subdomain", grant.name)
        case .instance(let service):
            add("name", grant.name)
            if grant.mayPoint {
                rules.append("// Wider than before: the service's pointers to other instances, too.")
                rules.append("grant \(key) name \(ConfigurationText.name(service)) PTR;")
            }
        }
        for host in grant.key.hosts {
            let name = ConfigurationText.name(host)
            rules.append("grant \(key) name \(name) A AAAA;")
            rules.append("// The certificates of its ports. Wider than before: at every name below it.")
            rules.append("grant \(key) subdomain \(name) TLSA;")
        }
        return rules.map { "        \($0)\n" }.joined()
    }
}

extension IPAddress {
    var isIPv6: Bool { if case .v6 = self { true } else { false } }
}
