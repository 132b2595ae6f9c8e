import ArgumentParser
import Configuration
import DNSCore
import TOML

/// What a service registers, and where.
struct RegistrationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            A name of the service, such as _http._tcp.web.svc.internal. Names with the same label are on one port; it is \
            called after the service (http) where none is given.
            """, valueName: "NAME[=LABEL]"))
    var name: [String] = []

    @Option(
        name: [.customShort("c"), .long],
        help: ArgumentHelp("Read what is said with options otherwise from this TOML file.", valueName: "FILE"))
    var file: String?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            """
            The server to register with, the primary first: an address, a name, or a label of the configuration. Without \
            one, the zone's primary is asked of the system's resolver.
            """, valueName: "HOST[:PORT]"))
    var server: [String] = []

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "A file with the TSIG key that signs the updates. Of several, a name takes the one that is called after it.",
            valueName: "FILE"))
    var key: [String] = []

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "The port, or the port with that label, instead of one that is found.", valueName: "[LABEL=]PORT"))
    var port: [String] = []

    @Option(help: ArgumentHelp("Lower is tried first (0).", valueName: "NUMBER"))
    var priority: UInt16?

    @Option(help: ArgumentHelp("The share among those of equal priority (0).", valueName: "NUMBER"))
    var weight: UInt16?

    @Option(help: ArgumentHelp("For how long others may remember the records (60).", valueName: "SECONDS"))
    var ttl: UInt32?

    @Option(help: ArgumentHelp("More for the TXT record, such as probe=http or path=/health.", valueName: "KEY=VALUE"))
    var txt: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            The host that the records name. Without it: this host's name in the zone, else the zone's server if that is \
            this host.
            """, valueName: "HOST"))
    var target: String?

    @Option(
        help: ArgumentHelp(
            """
            An address of the target, registered too where the key allows it. Without any, and where the target has none: \
            that by which this host speaks with the server.
            """, valueName: "ADDRESS"))
    var address: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Where svctop listens for the program. Without it: at the target's addresses where they are this host's, else at \
            all.
            """, valueName: "ADDRESS"))
    var listen: [String] = []

    @Option(
        help: ArgumentHelp(
            "For how long the records stay when they are not renewed, where the server knows of that; off for ever (10m).",
            valueName: "DURATION|off"))
    var lease: String?

    @Option(
        help: ArgumentHelp(
            "The name of this instance, in the form of DNS-SD: its records lie below the service's name.",
            valueName: "TEXT"))
    var instance: String?

    @Option(
        name: .customLong("publish-pin"),
        help: ArgumentHelp(
            """
            Publish the key of this certificate (PEM), so that clients take no other: TXT pin=, and TLSA where the key \
            allows it. More than one while it is changed.
            """, valueName: "FILE"))
    var certificates: [String] = []

    @Flag(name: .customLong("beside"), help: "Other ports of this host at the same name are other instances, and stay.")
    var isOneOfSeveral = false

    @Option(help: ArgumentHelp("Between two looks at the own records (30s).", valueName: "DURATION"))
    var check: String?

    @Flag(help: "Leave the records there at the end, for a quick restart.")
    var keep = false
}

extension RegistrationOptions {
    /// What the file says, and the options over it.
    /// - Parameter names: more names, given without the option.
    func settings(names: [String] = []) throws(Failure) -> RegistrationSettings {
        do throws(FileError) {
            var settings =
                try file.map { path throws(FileError) in try RegistrationFile.read(path) }
                ?? RegistrationSettings()
            for text in names { settings.names.append(try Self.name(text)) }
            guard !settings.names.isEmpty || !name.isEmpty else {
                throw FileError("give a name to register, such as _http._tcp.web.svc.internal, or a file with -c")
            }
            try apply(to: &settings)
            return settings
        } catch {
            throw Failure(error.description, .usage)
        }
    }

    /// What all names have in common, and the names, over what was said before.
    func apply(to settings: inout RegistrationSettings) throws(FileError) {
        for text in name { settings.names.append(try Self.name(text)) }
        try applyCommon(to: &settings)
        for index in settings.names.indices { try apply(to: &settings.names[index]) }
        try applyPorts(to: &settings.names)
        try applyKeys(to: &settings)
    }

    /// Those in use that describe a name.
    var ofNames: [String] {
        let all: [(String, Bool)] = [
            ("--name", !name.isEmpty), ("--key", !key.isEmpty), ("--port", !port.isEmpty),
            ("--priority", priority != nil),
            ("--weight", weight != nil), ("--ttl", ttl != nil), ("--txt", !txt.isEmpty),
            ("--instance", instance != nil),
            ("--publish-pin", !certificates.isEmpty),
        ]
        return all.filter(\.1).map(\.0)
    }

    private static func name(_ text: String) throws(FileError) -> RegistrationSettings.Name {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        do throws(NameError) {
            var name = RegistrationSettings.Name(try DomainName(parts[0]))
            if parts.count == 2 { name.label = String(parts[1]) }
            return name
        } catch {
            throw FileError("'\(text)' is no name: \(error)")
        }
    }

    /// What all names have in common.
    func applyCommon(to settings: inout RegistrationSettings) throws(FileError) {
        if let target {
            do throws(NameError) {
                settings.target = try DomainName(target)
            } catch {
                throw FileError("--target '\(target)' is no name: \(error)")
            }
        }
        if !address.isEmpty { settings.addresses = try Self.addresses(address, "--address") }
        if !listen.isEmpty { settings.listening = try Self.addresses(listen, "--listen") }
        if let lease { settings.lease = try lease == "off" ? .some(nil) : Self.duration(lease, "--lease") }
        if let check { settings.checkInterval = try Self.duration(check, "--check") }
        if isOneOfSeveral { settings.isOneOfSeveral = true }
    }

    private func apply(to name: inout RegistrationSettings.Name) throws(FileError) {
        name.instance = instance ?? name.instance
        name.priority = priority ?? name.priority
        name.weight = weight ?? name.weight
        name.ttl = ttl ?? name.ttl
        name.texts += txt
        name.certificates += certificates
        if let ttl = name.ttl, !RegistrationSettings.ttls.contains(Int(ttl)) {
            throw FileError("--ttl must be at most \(RegistrationSettings.ttls.upperBound)")
        }
    }

    private func applyPorts(to names: inout [RegistrationSettings.Name]) throws(FileError) {
        for text in port {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let number = parts.last.flatMap({ UInt16($0) }), number > 0 else {
                throw FileError("--port '\(text)' is no port: give a number from 1 to 65535, or LABEL=PORT")
            }
            let label = parts.count == 2 ? String(parts[0]) : nil
            let concerned = names.indices.filter { label == nil || names[$0].portLabel == label }
            guard !concerned.isEmpty else { throw FileError("--port \(text): no name has the label '\(label ?? "")'") }
            for index in concerned { names[index].port = number }
        }
    }

    /// A key that is called after a name, or one above it, is for that; one that is alone is for all.
    private func applyKeys(to settings: inout RegistrationSettings) throws(FileError) {
        guard !key.isEmpty else { return }
        var keys: [TSIGKey] = []
        for path in key {
            let content = try KeyFileContent(path)
            settings.warnings += content.warnings
            keys += content.keys.keys
        }
        for index in settings.names.indices {
            let owner = settings.names[index].service
            let named = keys.filter { owner.isEqualOrBelow($0.name) || $0.name.parent == owner }
                .max { $0.name.labelCount < $1.name.labelCount }
            guard let key = named ?? (keys.count == 1 ? keys.first : nil) else {
                throw FileError("none of the keys is called after \(owner): give it a file with one key")
            }
            settings.names[index].key = key
        }
    }

    // MARK: - Values

    static func addresses(_ texts: [String], _ option: String) throws(FileError) -> [IPAddress] {
        var addresses: [IPAddress] = []
        for text in texts {
            guard let address = IPAddress(text) else { throw FileError("\(option) '\(text)' is no IP address") }
            addresses.append(address)
        }
        return addresses
    }

    private static func duration(_ text: String, _ option: String) throws(FileError) -> Duration {
        guard let duration = DurationText.parse(text), duration >= .seconds(1) else {
            throw FileError("\(option) '\(text)' is no duration of a second or more: 30s, 10m, 1h")
        }
        return duration
    }
}

extension RegistrationSettings.Name {
    /// What its port is called (`RegisteredName.label`).
    fileprivate var portLabel: String? {
        var labels = service.labels
        return label ?? labels.next().map { String(decoding: $0.dropFirst(), as: UTF8.self).lowercased() }
    }
}
