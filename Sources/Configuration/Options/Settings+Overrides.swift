import DNSClient
import DNSCore
import TOML

extension Settings {
    package mutating func apply(_ overrides: Overrides) throws(FileError) {
        guard overrides.port != 0 else { throw FileError("--port must be between 1 and 65535, not 0") }
        try pollInterval.set(seconds: overrides.poll, option: "--poll")
        try probeInterval.set(seconds: overrides.interval, option: "--interval")
        try probeTimeout.set(seconds: overrides.timeout, option: "--timeout")
        try notify.set(text: overrides.notify, option: "--notify")
        try theme.set(text: overrides.theme, option: "--theme")
        try colour.set(text: overrides.colour, option: "--color")
        try probes.set(overrides.probes, option: "--no-probe")
        try keepsHistory.set(overrides.history, option: "--no-history")
        try isReadOnly.set(overrides.isReadOnly, option: "--read-only")
        try ascii.set(overrides.ascii, option: "--ascii")
        try mouse.set(overrides.mouse, option: "--no-mouse")
        try notifications.set(text: overrides.notifications, option: "--notify-by")
        try selectZones(overrides.zones)
        try selectServers(overrides.servers)
        try addKey(overrides)
        try addNames(overrides.names)
        connection = try ConnectionOverrides(overrides, key: commandKey)
        for label in Set(zones.flatMap { $0.servers.value + [$0.primary?.value].compactMap(\.self) }) {
            guard let index = servers.firstIndex(where: { $0.label == label }) else { continue }
            connection.apply(to: &servers[index])
        }
    }

    /// The zones that are named, with what the file says of them.
    private mutating func selectZones(_ texts: [String]) throws(FileError) {
        guard !texts.isEmpty else { return }
        var selected: [ZoneSettings] = []
        for text in texts {
            let apex: DomainName
            do throws(NameError) {
                apex = try DomainName(text)
            } catch {
                throw FileError("\(TOMLText.string(text)) is no zone's name: \(error)")
            }
            guard !selected.contains(where: { $0.apex == apex }) else { continue }
            selected.append(zones.first { $0.apex == apex } ?? ZoneSettings(apex, .option("command line")))
        }
        zones = selected
    }

    private mutating func selectServers(_ texts: [String]) throws(FileError) {
        guard !texts.isEmpty else { return }
        let origin = Origin.option("--server")
        for text in texts where !servers.contains(where: { $0.label == text }) {
            do throws(ServerAddressError) {
                servers.append(ServerSettings(text, origin, address: Sourced(try ServerAddress(text), origin)))
            } catch {
                throw FileError("--server: \(error)")
            }
        }
        for index in zones.indices { zones[index].servers = Sourced(texts, origin) }
    }

    /// The label under which the key of the command line is kept.
    var commandKey: Sourced<String>? {
        keys.first { if case .option = $0.origin { true } else { false } }.map { Sourced($0.label, $0.origin) }
    }

    private mutating func addKey(_ overrides: Overrides) throws(FileError) {
        if overrides.keyFile != nil, overrides.key != nil {
            throw FileError("-k and -y exclude each other: give the key one way")
        }
        if let path = overrides.keyFile {
            let file = try KeyFileContent(path)
            warnings += file.warnings
            add(try file.key(named: nil), .file(path), .option("--key"))
        } else if let argument = overrides.key {
            do throws(KeyFileError) {
                add(try TSIGKey(argument: argument), .inline, .option("-y"))
            } catch {
                throw FileError("-y: \(error)")
            }
        }
    }

    private mutating func add(_ key: TSIGKey, _ source: KeySettings.Source, _ origin: Origin) {
        let label = key.name.description
        keys.removeAll { $0.label == label }
        let scope = Sourced([DomainName](), origin)
        keys.append(
            KeySettings(label: label, origin: origin, key: key, source: source, scope: scope, names: scope))
    }

    private mutating func addNames(_ texts: [String]) throws(FileError) {
        for text in texts {
            var isIn = false
            for index in zones.indices {
                guard let name = DomainName(text, in: zones[index].apex) else { continue }
                if zones[index].names.origin != .option("--name") {
                    zones[index].names = Sourced([], .option("--name"))
                }
                zones[index].names.value.append(name)
                isIn = true
            }
            guard isIn else {
                throw FileError("--name: \(TOMLText.string(text)) is no name in a zone that is followed")
            }
        }
    }
}

/// What the command line says of every server in force.
struct ConnectionOverrides: Sendable {
    private var port: UInt16?
    private var key: Sourced<String>?
    private var usesTLS: Sourced<Bool>?
    private var authorities: Sourced<String>?
    private var pins: Sourced<[CertificatePin]>?
    private var certificateName: Sourced<String>?

    init() {}

    init(_ overrides: Overrides, key: Sourced<String>?) throws(FileError) {
        port = overrides.port
        self.key = key
        authorities = overrides.authorities.map { Sourced($0, .option("--tls-ca")) }
        certificateName = overrides.certificateName.map { Sourced($0, .option("--tls-hostname")) }
        if !overrides.pins.isEmpty {
            var pins: [CertificatePin] = []
            for text in overrides.pins {
                guard let pin = CertificatePin(text) else {
                    throw FileError("--tls-pin: \(TOMLText.string(text)) is not \(ValueKind.pin.expectation)")
                }
                pins.append(pin)
            }
            self.pins = Sourced(pins, .option("--tls-pin"))
        }
        let isDescribed = authorities != nil || pins != nil || certificateName != nil
        if overrides.usesTLS || isDescribed { usesTLS = Sourced(true, .option("--tls")) }
    }

    func apply(to server: inout ServerSettings) {
        if let port, server.address.value.port == nil {
            server.address.value.port = port
            server.address.origin = .option("--port")
        }
        server.key = key ?? server.key
        server.usesTLS = usesTLS ?? server.usesTLS
        server.authorities = authorities ?? server.authorities
        server.pins = pins ?? server.pins
        server.certificateName = certificateName ?? server.certificateName
    }
}
