import ArgumentParser
import Configuration
import DNSCore
import ServiceActivation
import ServiceRegistration
import TOML

/// One service that starts when it is used.
struct ActivationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("What it is called here (web, for _http._tcp.web.svc.internal).", valueName: "SERVICE"))
    var service: String?

    @Option(
        help: ArgumentHelp(
            "A socket that no name leads to: tcp:PORT, udp:PORT or unix:PATH.", valueName: "[LABEL=]PLACE"))
    var socket: [String] = []

    @Option(help: ArgumentHelp("Run the program as this user, and of its groups.", valueName: "USER"))
    var user: String?

    @Option(help: ArgumentHelp("Run it as this group.", valueName: "GROUP"))
    var group: String?

    @Option(
        help: ArgumentHelp(
            "More for its environment, which is PATH and LANG, and HOME, USER, LOGNAME and SHELL of its user.",
            valueName: "NAME=VALUE"))
    var environment: [String] = []

    @Option(help: ArgumentHelp("Pass a variable of our own environment on.", valueName: "NAME"))
    var passEnvironment: [String] = []

    @Option(help: ArgumentHelp("The folder that it starts in.", valueName: "DIR"))
    var folder: String?

    @Option(
        help: ArgumentHelp(
            "no: it is handed the listening sockets. yes: it is started for each connection, as by inetd (no).",
            valueName: "no|yes"))
    var accept: ServiceSettings.Accept?

    @Option(
        help: ArgumentHelp(
            "descriptors: as from systemd (LISTEN_FDS). stdio: as from inetd (descriptors; stdio with --accept yes).",
            valueName: "HOW"))
    var pass: ActivatedService.Passing?

    @Option(
        help: ArgumentHelp(
            "What starts it: a connection (connect), or what a client sends (data) (connect).", valueName: "WHEN"))
    var wake: WakeCondition?

    @Option(
        help: ArgumentHelp(
            "When it is ready: it says so (notify: sd_notify), it takes a connection (listen), or it runs (exec). To say "
                + "so is always enough (listen).", valueName: "WHEN"))
    var ready: ActivatedService.ReadySign?

    @Option(help: ArgumentHelp("How long it may take to be ready (90s).", valueName: "DURATION"))
    var startTimeout: String?

    @Option(help: ArgumentHelp("How long it may take to end before it is killed (30s).", valueName: "DURATION"))
    var stopTimeout: String?

    @Option(
        help: ArgumentHelp("Tell it to end when nobody has been connected for so long (never).", valueName: "DURATION"))
    var idleTimeout: String?

    @Option(help: ArgumentHelp("With --accept yes: so many processes at a time (64).", valueName: "NUMBER"))
    var maxConnections: Int?

    @Option(help: ArgumentHelp("Of these, so many for one client address.", valueName: "NUMBER"))
    var maxConnectionsPerSource: Int?

    @Option(help: ArgumentHelp("So many failures in a row suspend it (6).", valueName: "NUMBER"))
    var burst: Int?

    @Option(help: ArgumentHelp("For how long; then it comes back by itself (60s).", valueName: "DURATION"))
    var suspension: String?

    @Option(help: ArgumentHelp("How many files it may have open.", valueName: "NUMBER"))
    var openFiles: Int?

    @Option(
        help: ArgumentHelp("How many descriptors it may store here across its restarts (16).", valueName: "NUMBER"))
    var storedDescriptors: Int?
}

extension ServiceSettings.Accept: ExpressibleByArgument {}
extension ActivatedService.Passing: ExpressibleByArgument {}
extension ActivatedService.ReadySign: ExpressibleByArgument {}
extension WakeCondition: ExpressibleByArgument {}

// MARK: - The service

extension ActivationOptions {
    /// Those in use.
    var used: [String] {
        let all: [(String, Bool)] = [
            ("--service", service != nil), ("--socket", !socket.isEmpty), ("--user", user != nil),
            ("--group", group != nil), ("--environment", !environment.isEmpty),
            ("--pass-environment", !passEnvironment.isEmpty), ("--folder", folder != nil), ("--accept", accept != nil),
            ("--pass", pass != nil), ("--wake", wake != nil), ("--ready", ready != nil),
            ("--start-timeout", startTimeout != nil), ("--stop-timeout", stopTimeout != nil),
            ("--idle-timeout", idleTimeout != nil), ("--max-connections", maxConnections != nil),
            ("--max-connections-per-source", maxConnectionsPerSource != nil), ("--burst", burst != nil),
            ("--suspension", suspension != nil), ("--open-files", openFiles != nil),
            ("--stored-descriptors", storedDescriptors != nil),
        ]
        return all.filter(\.1).map(\.0)
    }

    /// - Parameter names: what leads to its sockets; those with one label and protocol lead to one.
    func settings(
        _ command: [String], names: [RegistrationSettings.Name]
    ) throws(FileError) -> ActivatedService {
        var sockets: [ActivatedSocket] = []
        for name in names { try Self.add(name, to: &sockets) }
        for text in socket { sockets.append(try ActivatedSocket(argument: text)) }
        var settings = ServiceSettings(
            service ?? Self.name(names.first?.service) ?? Self.name(ofProgram: command.first))
        settings.command = command
        settings.sockets = sockets
        settings.user = user
        settings.group = group
        for text in environment {
            guard let (name, value) = ValueKind<[String: String]>.variable(text) else {
                throw FileError("--environment '\(text)' is no NAME=VALUE")
            }
            settings.environment[name] = value
        }
        settings.passedEnvironment = passEnvironment
        settings.folder = folder
        settings.accept = accept ?? settings.accept
        settings.passing = pass
        settings.wake = wake
        settings.ready = ready
        try applyLimits(to: &settings)
        return try settings.activated(inherited: Environment.all)
    }

    private func applyLimits(to settings: inout ServiceSettings) throws(FileError) {
        settings.startTimeout = try Self.duration(startTimeout, "--start-timeout")
        settings.stopTimeout = try Self.duration(stopTimeout, "--stop-timeout")
        settings.idleTimeout = try Self.duration(idleTimeout, "--idle-timeout")
        settings.suspension = try Self.duration(suspension, "--suspension")
        settings.mostConnections = try Self.number(maxConnections, ServiceSettings.connections, "--max-connections")
        settings.mostConnectionsPerSource = try Self.number(
            maxConnectionsPerSource, ServiceSettings.connections, "--max-connections-per-source")
        settings.burst = try Self.number(burst, ServiceSettings.bursts, "--burst")
        settings.openFiles = try Self.number(openFiles, ServiceSettings.openFiles, "--open-files")
        settings.storedDescriptors = try Self.number(
            storedDescriptors, ServiceSettings.storedDescriptors, "--stored-descriptors")
    }

    private static func add(
        _ name: RegistrationSettings.Name, to sockets: inout [ActivatedSocket]
    ) throws(FileError) {
        let registered = try name.registered()
        let (label, transport) = (registered.label, registered.transport)
        if let place = sockets.firstIndex(where: { $0.name == label && $0.names.first?.transport == transport }) {
            if let port = registered.port { sockets[place].place = .network(transport, port: port, addresses: []) }
            sockets[place].names.append(registered)
        } else {
            sockets.append(
                ActivatedSocket(
                    label, .network(transport, port: registered.port, addresses: []), names: [registered]))
        }
    }

    /// `web` of `_http._tcp.web.svc.internal.`
    private static func name(_ service: DomainName?) -> String? {
        service.flatMap { name in
            name.labels.lazy.map { String(decoding: $0, as: UTF8.self) }.dropFirst(2).first {
                ServiceSettings.isName($0)
            }
        }
    }

    private static func name(ofProgram program: String?) -> String {
        program?.split(separator: "/").last.map(String.init) ?? "service"
    }

    // MARK: - Values

    private static func duration(_ text: String?, _ option: String) throws(FileError) -> Duration? {
        guard let text else { return nil }
        guard let duration = DurationText.parse(text), ServiceSettings.timeouts.contains(duration) else {
            throw FileError("\(option) takes a duration such as 30s, up to 7d, not \"\(text)\"")
        }
        return duration
    }

    private static func number(_ number: Int?, _ range: ClosedRange<Int>, _ option: String) throws(FileError) -> Int? {
        guard let number else { return nil }
        guard range.contains(number) else {
            throw FileError("\(option) must be between \(range.lowerBound) and \(range.upperBound), not \(number)")
        }
        return number
    }
}

extension ActivatedSocket {
    /// `metrics=tcp:9100`, `udp:514`, `unix:/run/web/admin.sock`.
    fileprivate init(argument text: String) throws(FileError) {
        guard let match = text.wholeMatch(of: /(?:([^=:]+)=)?(tcp|udp|unix):(.+)/) else {
            throw FileError("--socket '\(text)' is none of [LABEL=]tcp:PORT, udp:PORT and unix:PATH")
        }
        let (kind, place) = (String(match.2), String(match.3))
        let label = match.1.map(String.init) ?? kind
        if kind == "unix" {
            guard LocalSocketPlace.isPath(place) else {
                throw FileError("--socket '\(text)': the path has to be absolute, of up to 107 bytes")
            }
            self.init(label, .local(LocalSocketPlace(path: place)))
            return
        }
        guard let port = UInt16(place), port > 0 else {
            throw FileError("--socket '\(text)': a port is a number from 1 to 65535")
        }
        self.init(label, .network(kind == "udp" ? .udp : .tcp, port: port, addresses: []))
    }
}
