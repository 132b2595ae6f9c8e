import Glibc

/// A service's program as it was asked for: what it is started with follows from its ports.
package struct ServiceProgram: Sendable {
    package var program: String
    /// `{port}` in them stands for the first port, `{port:LABEL}` for another.
    package var arguments: [String]
    /// Ours, as far as it is not about us alone.
    package var environment: [String: String]
    package var folder: String?
    package var user: ProcessUser?
    package var readiness: Readiness

    package init(_ program: String, _ arguments: [String], environment: [String: String], readiness: Readiness) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.readiness = readiness
    }

    /// What a service manager has said to us, and not to the program.
    private static let ownVariables = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"]

    package func command(at ports: [ServicePort]) -> Command {
        var command = Command(
            program, arguments.map { PortPlaceholder.replaced(in: $0, by: ports) }, environment: environment)
        command.folder = folder
        command.user = user
        // A program that nobody supervises is no service: it ends with us.
        command.signalAtOurEnd = SIGTERM
        for name in Self.ownVariables { command.environment[name] = nil }
        for port in ports where port.descriptors.isEmpty {
            command.environment["PORT_\(Self.variable(port.label))"] = "\(port.port)"
        }
        if let first = ports.first, first.descriptors.isEmpty { command.environment["PORT"] = "\(first.port)" }
        command.handedOver = ports.flatMap { port in
            port.descriptors.map { HandedDescriptor($0, name: port.label) }
        }
        return command
    }

    /// `HTTP_ADMIN` of `http-admin`.
    private static func variable(_ label: String) -> String {
        String(label.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }
}

/// `{port}` and `{port:LABEL}` in the arguments of a program that listens by itself.
package enum PortPlaceholder {
    /// The labels that an argument names; an empty one for the first port.
    package static func labels(in argument: String) -> [String] {
        argument.matches(of: pattern).map { String($0.1 ?? "") }
    }

    /// What names no port stays as it is.
    static func replaced(in argument: String, by ports: [ServicePort]) -> String {
        argument.replacing(pattern) { match in
            let port = match.1.map { label in ports.first { $0.label == label } } ?? ports.first
            return port.map { "\($0.port)" } ?? String(match.0)
        }
    }

    private static var pattern: Regex<(Substring, Substring?)> { #/\{port(?::([^{}]+))?\}/# }
}
