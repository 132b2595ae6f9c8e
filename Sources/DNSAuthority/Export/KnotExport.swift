import DNSCore

/// The authority as a folder that knotd(8) starts from: `knotd -c FOLDER/knot.conf`.
package struct KnotExport: Sendable {
    private let source: ExportSource
    private var zones: [ZoneContents] { source.zones }
    private var keys: ExportedKeys { source.keys }
    private var settings: ExportSettings { source.settings }
    private var folder: String { source.folder }

    /// - Parameters:
    ///   - folder: where the files will be, from the root on.
    ///   - seconds: since 1970: keys that are not valid then are left out.
    package init(
        _ zones: [ZoneContents], keys: [StoredKey], settings: ExportSettings, folder: String, at seconds: UInt64
    ) throws(ExportError) {
        source = try ExportSource(zones, keys: keys, settings: settings, folder: folder, at: seconds)
    }

    package var files: [ExportedFile] {
        let secrets = keys.keys.isEmpty ? [] : [ExportedFile("keys.conf", .text(keySection), isSecret: true)]
        return [ExportedFile("knot.conf", .text(configuration))] + secrets
            + zones.enumerated().map { ExportedFile(ZoneFileName.text($1.apex, $0), .zone($1)) }
    }

    // MARK: - knot.conf

    private var configuration: String {
        """
        # Start it with: knotd -c \(folder)/knot.conf
        #
        # knotd keeps its journals in this folder: its user has to own it.
        \(differences.map { "# - \($0)\n" }.joined())
        server:
            rundir: "\(folder)"
            listen: [ \(settings.listening.map { "\"\(Self.text($0))\"" }.joined(separator: ", ")) ]

        database:
            storage: "\(folder)"

        log:
          - target: stderr
            any: info

        \(keys.keys.isEmpty ? "" : "include: \"\(folder)/keys.conf\"\n\n")\(remotes)\(rules)zone:
        \(zones.enumerated().map(zoneItem).joined(separator: "\n"))
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
        if keys.keys.contains(where: { TSIGKeyLabel($0.key).isTruncated }) {
            all.append("Knot does not shorten signatures: keys with a short MAC have to be used with the whole one.")
        }
        if keys.keys.contains(where: { $0.role == .owner && $0.types == nil }) {
            all.append("A key without types may change every type at its names, NS and DNSKEY among them.")
        }
        if keys.keys.contains(where: { $0.role == .owner && $0.types != nil }) {
            all.append("A key with types may not delete all at a name, whatever is there: type by type it may.")
        }
        all.append("A refused update is answered with NOTAUTH (BADKEY) instead of REFUSED.")
        return all + keys.omissions.map { "Left out: \($0)" }
    }

    private static func text(_ endpoint: SocketPlace) -> String {
        "\(endpoint.address)@\(endpoint.port)"
    }

    // MARK: - Keys and servers

    private var keySection: String {
        let items = keys.keys.map { key in
            """
              - id: \(ConfigurationText.name(key.name))
                algorithm: \(key.key.algorithm)
                secret: "\(Base64.encode(key.key.secretBytes))"

            """
        }
        return "# Whoever reads this file can do what the keys may: for knotd's user alone.\nkey:\n" + items.joined()
    }

    private var remotes: String {
        guard !settings.secondaries.isEmpty else { return "" }
        let items = settings.secondaries.enumerated().map { index, secondary in
            let key = secondary.key.flatMap { name in keys.keys.first { $0.name == name } }
            let keyLine = key.map { "    key: \(ConfigurationText.name($0.name))\n" } ?? ""
            return "  - id: secondary\(index)\n    address: \"\(Self.text(secondary.endpoint))\"\n\(keyLine)"
        }
        return "remote:\n\(items.joined())\n"
    }

    // MARK: - Rules

    /// A rule about who may do what: an item of the section `acl`.
    private struct Rule {
        var id: String
        var comments: [String] = []
        var lines: [String]

        var text: String {
            let comment = comments.map { "  # \($0)\n" }.joined()
            return "\(comment)  - id: \(id)\n" + lines.map { "    \($0)\n" }.joined()
        }
    }

    private var rules: String {
        let all = commonRules + keys.keys.enumerated().compactMap { $1.role == .owner ? rule($0, KeyGrant($1)) : nil }
        return all.isEmpty ? "" : "acl:\n\(all.map(\.text).joined())\n"
    }

    /// Those of every zone.
    private var commonRules: [Rule] {
        func names(_ keys: [StoredKey]) -> String {
            "key: [ \(keys.map { ConfigurationText.name($0.name) }.joined(separator: ", ")) ]"
        }
        func ranges(_ ranges: [AddressRange]) -> String {
            "address: [ \(ranges.map { "\"\(ConfigurationText.range($0))\"" }.joined(separator: ", ")) ]"
        }
        var all: [Rule] = []
        if !keys.admins.isEmpty { all.append(Rule(id: "admin", lines: [names(keys.admins), "action: [ update ]"])) }
        if !keys.transferring.isEmpty {
            all.append(Rule(id: "transfer", lines: [names(keys.transferring), "action: [ transfer ]"]))
        }
        if !settings.transferAddresses.isEmpty {
            all.append(
                Rule(
                    id: "unsigned-transfer", lines: [ranges(settings.transferAddresses), "action: [ transfer ]"]))
        }
        if !settings.updateAddresses.isEmpty {
            all.append(
                Rule(id: "unsigned-update", lines: [ranges(settings.updateAddresses), "action: [ update ]"]))
        }
        return all
    }

    /// All that one update may change has to be in one rule: Knot joins none.
    private func rule(_ index: Int, _ grant: KeyGrant) -> Rule {
        var names = [grant.name]
        var comments: [String] = []
        switch grant.place {
        case .name: break
        case .tree: comments.append("A service and its instances. Wider than before: at every depth below it.")
        case .instance(let service) where grant.mayPoint:
            comments.append("An instance and the pointer to it. Wider than before: all that is at the service's name.")
            names.append(service)
        case .instance: break
        }
        if !grant.key.hosts.isEmpty {
            comments.append("Hosts and the certificates of their ports. Wider than before: all types, at every depth.")
            names += grant.key.hosts
        }
        var lines = [
            "key: \(ConfigurationText.name(grant.name))", "action: [ update ]", "update-owner: name",
            "update-owner-match: \(grant.place == .tree || !grant.key.hosts.isEmpty ? "sub-or-equal" : "equal")",
            "update-owner-name: [ \(names.map(ConfigurationText.name).joined(separator: ", ")) ]",
        ]
        if var types = grant.key.types {
            if !grant.key.hosts.isEmpty { types += HostDomain.types.filter { !types.contains($0) } }
            lines.append("update-type: [ \(types.map(ConfigurationText.type).joined(separator: ", ")) ]")
        }
        return Rule(id: "owner\(index)", comments: comments, lines: lines)
    }

    // MARK: - Zones

    private func zoneItem(_ index: Int, _ zone: ZoneContents) -> String {
        let owners = Set(keys.owners(in: zone.apex, of: zones.map(\.apex)).map(\.name))
        let own = keys.keys.enumerated().filter { owners.contains($0.element.name) }.map { "owner\($0.offset)" }
        var lines = [
            "- domain: \(ConfigurationText.name(zone.apex))", "  storage: \"\(folder)\"",
            "  file: \"\(ZoneFileName.text(zone.apex, index))\"", "  semantic-checks: off",
            "  # The file is written again a minute after a change; until then the journal has it.",
            "  zonefile-sync: 60",
        ]
        let ids = commonRules.map(\.id) + own
        if !ids.isEmpty { lines.append("  acl: [ \(ids.joined(separator: ", ")) ]") }
        let secondaries = settings.secondaries.indices.map { "secondary\($0)" }
        if !secondaries.isEmpty { lines.append("  notify: [ \(secondaries.joined(separator: ", ")) ]") }
        return lines.map { "  \($0)\n" }.joined()
    }
}
