import DNSClient
import DNSCore
import ServiceCatalog
import TOML

/// What is in force and where each value comes from, as TOML; secrets are masked.
package struct SettingsListing: CustomStringConvertible {
    package let description: String

    package init(_ settings: Settings) {
        var settings = settings
        var writer = ListingWriter()
        writer.comment(settings.file.map { "read from \($0)" } ?? "no configuration file")
        settings.visit(&writer)
        for probe in settings.serviceProbes { writer.write(probe) }
        writer.write(settings.keyBindings)
        for zone in settings.zones { writer.write(zone) }
        for server in settings.servers { writer.write(server) }
        for key in settings.keys { writer.write(key) }
        for identity in settings.identities { writer.write(identity) }
        description = writer.text
    }
}

private struct ListingWriter: SettingVisitor {
    private(set) var text = ""
    private var section = ""

    mutating func comment(_ comment: String) { text += "# \(comment.commentText)\n" }

    mutating func visit<Value>(_ setting: inout Setting<Value>) {
        if setting.section != section { begin(setting.section) }
        write(setting.key, setting.text, setting.origin)
    }

    private mutating func begin(_ section: String, _ origin: Origin? = nil) {
        self.section = section
        let line = "\n[\(section)]"
        text += origin.map { line + "  # \($0.description.commentText)" } ?? line
        text += "\n"
    }

    private mutating func write(_ key: String, _ value: String, _ origin: Origin) {
        let assignment = "\(key) = \(value)"
        let padding = String(repeating: " ", count: max(0, 30 - assignment.count))
        text += "\(assignment)\(padding)  # \(origin.description.commentText)\n"
    }

    private mutating func write<Value>(_ key: String, _ value: Sourced<Value>?, _ text: (Value) -> String) {
        if let value { write(key, text(value.value), value.origin) }
    }

    mutating func write(_ bindings: [KeyBindingSettings]) {
        if !bindings.isEmpty { begin("keymap.bind") }
        for binding in bindings { write(TOMLText.key(binding.action), binding.keys) { TOMLText.list($0) } }
    }

    mutating func write(_ probe: ServiceProbeSettings) {
        begin("probe.services.\(TOMLText.key(probe.service))", probe.origin)
        write("method", probe.method) { TOMLText.string($0.rawValue) }
        write("path", probe.path, TOMLText.string)
        write("status", probe.statuses, ValueKind.statuses.text)
    }

    mutating func write(_ identity: IdentitySettings) {
        begin("identity.\(TOMLText.key(identity.name.description))", identity.origin)
        write("uid", identity.users) { "[" + $0.map(String.init).joined(separator: ", ") + "]" }
        write("pin", identity.pins) { TOMLText.list($0.map(\.description)) }
        write("certificate-name", identity.checksName) { "\($0)" }
    }

    mutating func write(_ zone: ZoneSettings) {
        begin("zones.\(TOMLText.key(zone.apex.description))", zone.origin)
        write("servers", zone.servers) { TOMLText.list($0) }
        write("names", zone.names) { TOMLText.list($0.map(\.description)) }
        write("discover-replicas", zone.discoversReplicas) { "\($0)" }
        write("primary", zone.primary, TOMLText.string)
        write("context", zone.context, TOMLText.string)
    }

    mutating func write(_ server: ServerSettings) {
        begin("servers.\(TOMLText.key(server.label))", server.origin)
        write("address", server.address) { TOMLText.string($0.description) }
        write("key", server.key, TOMLText.string)
        write("tls", Sourced(server.tls != nil, server.usesTLS?.origin ?? .builtIn)) { "\($0)" }
        write("tls-ca", server.authorities, TOMLText.string)
        write("tls-pin", server.pins) { TOMLText.list($0.map(\.description)) }
        write("tls-hostname", server.certificateName, TOMLText.string)
    }

    mutating func write(_ key: KeySettings) {
        begin("keys.\(TOMLText.key(key.label))", key.origin)
        write("name", TOMLText.string(key.key.name.description), key.origin)
        switch key.source {
        case .inline:
            write("algorithm", TOMLText.string(key.key.algorithmText), key.origin)
            write("secret", TOMLText.string(ValueKind<String>.mask), key.origin)
        case .file(let path): write("file", TOMLText.string(path), key.origin)
        }
        if !key.scope.value.isEmpty { write("zones", key.scope) { TOMLText.list($0.map(\.description)) } }
        if !key.names.value.isEmpty { write("names", key.names) { TOMLText.list($0.map(\.description)) } }
    }
}

extension TSIGKey {
    /// With the bits of a truncated MAC at the end.
    fileprivate var algorithmText: String {
        macLength == algorithm.fullMACLength ? algorithm.rawValue : "\(algorithm.rawValue)-\(macLength * 8)"
    }
}

extension TOMLText {
    fileprivate static func list(_ texts: [String]) -> String {
        "[" + texts.map(string).joined(separator: ", ") + "]"
    }
}

extension String {
    /// Without what may not stand in a comment.
    fileprivate var commentText: String { String(TOMLText.string(self).dropFirst().dropLast()) }
}
