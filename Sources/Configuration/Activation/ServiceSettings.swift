import ServiceActivation
import ServiceRegistration
import ServiceSupervision
import TOML

/// One service as a file or the command line says it: what is not said is nil.
package struct ServiceSettings: Sendable {
    /// Whether the stand-in takes the connections (`accept`).
    package enum Accept: String, CaseIterable, Hashable, Sendable {
        case no
        case yes
    }

    package var name: String
    /// The program and its arguments.
    package var command: [String] = []
    package var user: String?
    package var group: String?
    package var environment: [String: String] = [:]
    /// The names of variables that are passed on as they are.
    package var passedEnvironment: [String] = []
    package var folder: String?
    package var accept = Accept.no
    package var passing: ActivatedService.Passing?
    package var wake: WakeCondition?
    package var ready: ActivatedService.ReadySign?
    package var startTimeout: Duration?
    package var stopTimeout: Duration?
    package var idleTimeout: Duration?
    package var mostConnections: Int?
    package var mostConnectionsPerSource: Int?
    package var burst: Int?
    package var suspension: Duration?
    package var openFiles: Int?
    package var storedDescriptors: Int?
    package var sockets: [ActivatedSocket] = []

    package init(_ name: String) { self.name = name }

    package static let timeouts: ClosedRange<Duration> = .milliseconds(1) ... .seconds(86_400 * 7)
    package static let connections = 1...100_000
    package static let bursts = 1...1000
    /// What fs.nr_open allows at most, as Linux comes.
    package static let openFiles = 16...1_048_576
    package static let storedDescriptors = 0...4096
}

extension ServiceSettings {
    /// With all that nobody said as it is usual.
    /// - Parameter inherited: our own environment.
    package func activated(inherited: [String: String]) throws(FileError) -> ActivatedService {
        guard Self.isName(name) else {
            throw FileError("\(TOMLText.string(name)) cannot name a service: letters, digits and -._@, up to 100")
        }
        guard let program = command.first, !program.isEmpty else {
            throw FileError("\(name) has no `command`: the program that is started, and its arguments")
        }
        try checkAcceptance()
        try checkSockets()
        let user = try processUser
        var service = ActivatedService(name, program, Array(command.dropFirst()), sockets: sockets)
        service.user = user
        service.environment = ProgramEnvironment.variables(
            of: user, inherited: inherited, passing: passedEnvironment, environment)
        service.folder = folder
        service.acceptance = accept == .yes ? .perConnection : .byService
        service.passing = passing ?? (accept == .yes ? .stdio : .descriptors)
        service.wake = wake ?? service.wake
        service.ready = ready ?? service.ready
        service.startTimeout = startTimeout ?? service.startTimeout
        service.stopTimeout = stopTimeout ?? service.stopTimeout
        service.idleTimeout = idleTimeout
        service.limits = limits
        return service
    }

    private var limits: ActivationLimits {
        var limits = ActivationLimits()
        limits.connections = mostConnections ?? limits.connections
        limits.connectionsPerSource = mostConnectionsPerSource
        limits.pacing.burst = burst ?? limits.pacing.burst
        limits.pacing.suspension = suspension ?? limits.pacing.suspension
        limits.openFiles = openFiles.map { UInt64(clamping: $0) }
        limits.storedDescriptors = storedDescriptors ?? limits.storedDescriptors
        return limits
    }

    /// nil where it runs as who we are.
    private var processUser: ProcessUser? {
        get throws(FileError) {
            guard user != nil || group != nil else { return nil }
            do throws(AccountError) {
                return try ProcessUser(named: user, group: group)
            } catch {
                throw FileError("\(name): \(error)")
            }
        }
    }

    /// What services and sockets may be called: a `/` stands between the two, a `:` between two sockets.
    package static func isName(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: Array("-._@".utf8).contains(byte)
                }
            }
    }
}

// MARK: - What does not go together

extension ServiceSettings {
    private func checkAcceptance() throws(FileError) {
        switch accept {
        case .yes:
            if idleTimeout != nil {
                throw FileError(
                    "\(name): idle-timeout is for accept = \"no\": with \"yes\" a process ends with its connection")
            }
            if ready != nil {
                throw FileError("\(name): ready is for accept = \"no\": with \"yes\" a process has its client already")
            }
            if storedDescriptors ?? 0 > 0 {
                throw FileError(
                    "\(name): stored-descriptors is for accept = \"no\": with \"yes\" no process is the next")
            }
        case .no:
            for (key, value) in [
                ("max-connections", mostConnections), ("max-connections-per-source", mostConnectionsPerSource),
            ] where value != nil {
                throw FileError(
                    "\(name): \(key) is for accept = \"yes\": with \"no\" the program takes the connections")
            }
        }
    }

    private func checkSockets() throws(FileError) {
        guard !sockets.isEmpty else {
            throw FileError("\(name) has no socket: nobody could use it")
        }
        for socket in sockets where !Self.isName(socket.name) {
            throw FileError(
                "\(TOMLText.string(socket.name)) cannot name a socket of \(name): letters, digits and -._@, up to 100")
        }
        let names = sockets.map(\.name).sorted()
        if let twice = zip(names, names.dropFirst()).first(where: { $0.0 == $0.1 }) {
            throw FileError("\(name) has two sockets called '\(twice.0)': give each a name of its own")
        }
        if accept == .yes, let datagrams = sockets.first(where: \.isForDatagrams) {
            throw FileError(
                "\(name): accept = \"yes\" is for connections, and there are none at its socket '\(datagrams.name)': "
                    + "take accept = \"no\"")
        }
        if accept == .no, passing == .stdio, sockets.count > 1 {
            throw FileError("\(name): pass = \"stdio\" is for one socket, and there are \(sockets.count)")
        }
        for text in sockets.flatMap(\.names).flatMap(\.texts) where text.lowercased().hasPrefix("activation=") {
            throw FileError(
                "\(name): svctop itself publishes \(TOMLText.string(text)), by `wake`: take it out of `txt`")
        }
    }
}

extension ActivatedSocket {
    fileprivate var isForDatagrams: Bool {
        switch place {
        case .network(let transport, _, _): transport == .udp
        case .local(let place): place.isDatagram
        }
    }
}
