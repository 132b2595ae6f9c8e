import DNSClient
import DNSCore
import SmallFiles
import TOML

/// A file that says what a service registers, in place of options.
///
/// ```toml
/// [service]
/// server = "ns1.svc.internal"       # or a list, or the label of a [servers.NAME]
/// key = "web"                       # or key-file = "web.key"; for names without one of their own
///
/// [names."_http._tcp.web.svc.internal"]
/// label = "http"
///
/// [keys.web]
/// file = "web.key"
/// ```
package enum RegistrationFile {
    package static func read(_ path: String) throws(FileError) -> RegistrationSettings {
        let file: TextFile
        do throws(TextFile.Failure) {
            file = try TextFile(path, limit: TOMLDocument.limit)
        } catch {
            throw FileError(file: path, line: error.line, "\(error)")
        }
        let root = try TOMLDocument.parse(file.text, file: path)
        var reader = RegistrationReader(file: path)
        var settings = reader.read(root)
        // Members come in no order: the first mistake is the one that stands first.
        let first = reader.errors.min { ($0.line ?? 0, $0.message) < ($1.line ?? 0, $1.message) }
        if let first { throw first }
        if file.isReadableByAll, reader.holdsSecret {
            settings.warnings.append("\(path) holds a secret and can be read by everyone: chmod o-r \(path)")
        }
        return settings
    }
}

/// Makes settings of a parsed file.
private struct RegistrationReader {
    private let file: String
    private var tables: SettingsReader
    private var known = Settings()
    private var defaultKey: TSIGKey?

    private static let sections = ["service", "names", "keys", "servers"]

    init(file: String) {
        self.file = file
        tables = SettingsReader(file: file)
    }

    var errors: [FileError] { tables.errors }

    var holdsSecret: Bool { known.keys.contains { $0.source == .inline } }

    mutating func read(_ root: TOMLNode) -> RegistrationSettings {
        var settings = RegistrationSettings()
        guard case .table(let members) = root.value else { return settings }
        for (name, node) in members where !Self.sections.contains(name) {
            let hint = NearestName.of(name, among: Self.sections).map { "; did you mean [\($0)]?" } ?? ""
            tables.errors.append(FileError(file: file, line: node.line, "there is no [\(name)] here\(hint)"))
        }
        tables.readKeys(members["keys"], into: &known)
        tables.readServers(members["servers"], into: &known)
        if let node = members["service"] { readService(node, into: &settings) }
        for (label, reader) in tables.tables("names", members["names"]) {
            readName(label, reader, into: &settings)
        }
        settings.warnings = known.warnings
        return settings
    }

    private mutating func readService(_ node: TOMLNode, into settings: inout RegistrationSettings) {
        var reader = SectionReader("service", node, file: file)
        for label in reader.read("server", .list(of: .string))?.value ?? [] {
            do throws(FileError) {
                settings.servers.append(try known.server(labelled: label))
            } catch {
                reader.note(reader.line, "`server` in [service]: \(error)")
            }
        }
        defaultKey = key(&reader)
        settings.target = reader.read("target", .name)?.value
        settings.addresses = reader.read("address", .list(of: .ipAddress))?.value ?? []
        settings.listening = reader.read("listen", .list(of: .ipAddress))?.value ?? []
        settings.lease = reader.read("lease", .optional(.duration(RegistrationSettings.leases)))?.value
        settings.checkInterval = reader.read("check", .duration(RegistrationSettings.checkIntervals))?.value
        settings.isOneOfSeveral = reader.read("beside", .boolean)?.value ?? false
        tables.finish(&reader)
    }

    private mutating func readName(
        _ label: String, _ reader: SectionReader, into settings: inout RegistrationSettings
    ) {
        var reader = reader
        guard let service = try? DomainName(label) else {
            reader.note(reader.line, "\(TOMLText.string(label)) is no domain name")
            return tables.errors += reader.errors
        }
        var name = RegistrationSettings.Name(service)
        name.instance = reader.read("instance", .string)?.value
        name.label = reader.read("label", .string)?.value
        name.key = key(&reader) ?? defaultKey
        name.port = reader.read("port", .integer(1...65_535)).flatMap { UInt16(exactly: $0.value) }
        name.priority = reader.read("priority", .integer(0...65_535)).flatMap { UInt16(exactly: $0.value) }
        name.weight = reader.read("weight", .integer(0...65_535)).flatMap { UInt16(exactly: $0.value) }
        name.ttl = reader.read("ttl", .integer(RegistrationSettings.ttls)).flatMap { UInt32(exactly: $0.value) }
        name.texts = reader.read("txt", .list(of: .string))?.value ?? []
        name.certificates = (reader.read("publish-pin", .list(of: .string))?.value ?? [])
            .map { FilePath.resolve($0, in: tables.folder) }
        settings.names.append(name)
        tables.finish(&reader)
    }

    /// By its label, or in a file of its own.
    private mutating func key(_ reader: inout SectionReader) -> TSIGKey? {
        let label = reader.read("key", .string)
        let path = reader.read("key-file", .string)
        if let label {
            if let key = known.keys.first(where: { $0.label == label.value }) { return key.key }
            let hint =
                NearestName.of(label.value, among: known.keys.map(\.label)).map { "; did you mean `\($0)`?" } ?? ""
            reader.note(
                label.origin.line ?? reader.line,
                "`key` in [\(reader.name)]: there is no [keys.\(TOMLText.key(label.value))]\(hint)")
        }
        guard let path else { return nil }
        do throws(FileError) {
            let content = try KeyFileContent(FilePath.resolve(path.value, in: tables.folder))
            known.warnings += content.warnings
            return try content.key(named: nil)
        } catch {
            reader.note(path.origin.line ?? reader.line, "`key-file` in [\(reader.name)]: \(error)")
            return nil
        }
    }
}

extension Settings {
    /// A server by the label of its section, or by its address.
    package func server(labelled label: String) throws(FileError) -> Server {
        if let server = servers.first(where: { $0.label == label }) {
            return Server(server.address.value, tls: server.tls)
        }
        do throws(ServerAddressError) {
            return Server(try ServerAddress(label))
        } catch {
            throw FileError("\(error)")
        }
    }
}

extension ValueKind<IPAddress> {
    static let ipAddress = ValueKind(
        expectation: "an IP address",
        read: { if case .string(let text) = $0 { IPAddress(text) } else { nil } },
        violatedRange: { _ in nil }, text: { TOMLText.string($0.description) })
}
