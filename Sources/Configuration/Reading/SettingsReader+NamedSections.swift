import DNSClient
import DNSCore
import TOML

extension SettingsReader {
    mutating func readKeys(_ node: TOMLNode?, into settings: inout Settings) {
        for (label, reader) in tables("keys", node) {
            var reader = reader
            let name = reader.read("name", .name)
            let algorithm = reader.read("algorithm", .algorithm, isSecret: true)
            let secret = reader.read("secret", .secret, isSecret: true)
            let path = reader.read("file", .string)
            let scope = reader.read("zones", .list(of: .name)) ?? Sourced([], .builtIn)
            let names = reader.read("names", .list(of: .name)) ?? Sourced([], .builtIn)
            var source = KeySource(label: label, name: name?.value, algorithm: algorithm?.value, folder: folder)
            if let key = source.key(secret: secret, path: path, &reader) {
                settings.keys.append(
                    KeySettings(
                        label: label, origin: reader.origin, key: key, source: source.kind, scope: scope, names: names))
            }
            settings.warnings += source.warnings
            finish(&reader)
        }
    }

    mutating func readServers(_ node: TOMLNode?, into settings: inout Settings) {
        for (label, reader) in tables("servers", node) {
            var reader = reader
            let server = ServerSettings(label, &reader, folder: folder)
            if let key = server?.key { check(key, isIn: settings.keys.map(\.label), &reader) }
            if let server {
                settings.servers.append(server)
            } else {
                reader.noteMissing("[\(reader.name)] has no `address`")
            }
            finish(&reader)
        }
    }

    mutating func readZones(_ node: TOMLNode?, into settings: inout Settings) {
        for (label, reader) in tables("zones", node) {
            var reader = reader
            let apex: DomainName
            do {
                apex = try DomainName(label)
            } catch {
                reader.note(reader.line, "\(TOMLText.string(label)) is no zone's name: \(error)")
                errors += reader.errors
                continue
            }
            var zone = ZoneSettings(apex, reader.origin)
            if settings.zones.contains(where: { $0.apex == apex }) {
                reader.note(reader.line, "the zone \(apex) is there twice")
            }
            if let servers = reader.read("servers", .list(of: .string)) {
                zone.servers = servers
                for label in servers.value { settings.addServer(label, servers.origin, &reader) }
            }
            zone.names = reader.read("names", .list(of: .name(in: apex))) ?? zone.names
            zone.discoversReplicas = reader.read("discover-replicas", .boolean) ?? zone.discoversReplicas
            zone.primary = reader.read("primary", .string)
            if let primary = zone.primary { settings.addServer(primary.value, primary.origin, &reader, key: "primary") }
            zone.context = reader.read("context", .string)
            settings.zones.append(zone)
            finish(&reader)
        }
    }

    private func check(_ key: Sourced<String>, isIn labels: [String], _ reader: inout SectionReader) {
        guard !labels.contains(key.value), case .file(_, let line) = key.origin else { return }
        let hint = NearestName.of(key.value, among: labels).map { "; did you mean `\($0)`?" } ?? ""
        reader.note(line, "`key` in [\(reader.name)]: there is no [keys.\(TOMLText.key(key.value))]\(hint)")
    }
}

extension Settings {
    /// A zone's server that has no section of its own is one by its address.
    fileprivate mutating func addServer(
        _ label: String, _ origin: Origin, _ reader: inout SectionReader, key: String = "servers"
    ) {
        guard !servers.contains(where: { $0.label == label }) else { return }
        do {
            let address = try ServerAddress(label)
            // A short name is rather a label that is misspelt than a host.
            if !label.contains(where: { ".:@".contains($0) }),
                let nearest = NearestName.of(label, among: servers.map(\.label))
            {
                throw FileError("there is no [servers.\(TOMLText.key(label))]; did you mean `\(nearest)`?")
            }
            servers.append(ServerSettings(label, origin, address: Sourced(address, origin)))
        } catch {
            guard case .file(_, let line) = origin else { return }
            reader.note(line, "`\(key)` in [\(reader.name)]: \(error)")
        }
    }
}
