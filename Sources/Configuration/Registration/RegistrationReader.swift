import DNSClient
import DNSCore
import TOML

/// Reads what all files have in common that register something: servers, keys, and what is said of a name.
struct RegistrationReader {
    let file: String
    var tables: SettingsReader
    private var known = Settings()
    /// For names without one of their own.
    private(set) var defaultKey: TSIGKey?

    init(file: String) {
        self.file = file
        tables = SettingsReader(file: file)
    }

    /// What the user should know, though nothing is wrong.
    func warnings(isReadableByAll: Bool) -> [String] {
        guard isReadableByAll, known.keys.contains(where: { $0.source == .inline }) else { return known.warnings }
        return known.warnings + ["\(file) holds a secret and can be read by everyone: chmod o-r \(file)"]
    }

    /// `[service]`, `[keys.*]` and `[servers.*]`.
    /// - Parameter sections: Whatever else may be in the file.
    mutating func readCommon(
        _ members: [String: TOMLNode], beside sections: [String], into settings: inout RegistrationSettings
    ) {
        let sections = ["service", "keys", "servers"] + sections
        for (name, node) in members where !sections.contains(name) {
            let hint = NearestName.of(name, among: sections).map { "; did you mean [\($0)]?" } ?? ""
            tables.errors.append(FileError(file: file, line: node.line, "there is no [\(name)] here\(hint)"))
        }
        tables.readKeys(members["keys"], into: &known)
        tables.readServers(members["servers"], into: &known)
        if let node = members["service"] { readService(node, into: &settings) }
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

    /// What a table says of a name; what it does not say stays.
    mutating func read(_ reader: inout SectionReader, into name: inout RegistrationSettings.Name) {
        name.instance = reader.read("instance", .string)?.value ?? name.instance
        name.key = key(&reader) ?? name.key
        name.priority = number("priority", from: 0, &reader) ?? name.priority
        name.weight = number("weight", from: 0, &reader) ?? name.weight
        let ttl = reader.read("ttl", .integer(RegistrationSettings.ttls))
        name.ttl = ttl.flatMap { UInt32(exactly: $0.value) } ?? name.ttl
        name.texts = reader.read("txt", .list(of: .serviceText))?.value ?? name.texts
        let certificates = reader.read("publish-pin", .list(of: .string))?.value
        name.certificates = certificates?.map { FilePath.resolve($0, in: tables.folder) } ?? name.certificates
    }

    /// Up to 65535.
    func number(_ key: String, from least: Int, _ reader: inout SectionReader) -> UInt16? {
        reader.read(key, .integer(least...Int(UInt16.max))).flatMap { UInt16(exactly: $0.value) }
    }

    /// By its label, or in a file of its own.
    mutating func key(_ reader: inout SectionReader) -> TSIGKey? {
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

extension ValueKind<String> {
    /// A string of a TXT record (RFC 6763 section 6).
    fileprivate static let serviceText = ValueKind(
        expectation: "KEY=VALUE of up to 255 bytes",
        read: { value in
            guard case .string(let text) = value, (1...255).contains(text.utf8.count) else { return nil }
            return text.utf8.first == UInt8(ascii: "=") ? nil : text
        },
        violatedRange: { _ in nil }, text: TOMLText.string)
}

extension ValueKind<IPAddress> {
    static let ipAddress = ValueKind(
        expectation: "an IP address",
        read: { if case .string(let text) = $0 { IPAddress(text) } else { nil } },
        violatedRange: { _ in nil }, text: { TOMLText.string($0.description) })
}
