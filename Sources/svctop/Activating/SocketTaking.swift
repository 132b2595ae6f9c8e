import ActivationControl
import Glibc
import ServiceProbing
import ServiceSupervision

/// `svctop activate --take`: a program that serves with a service's sockets from now on, in this process's place: who has
/// asked for them is who serves.
struct SocketTaking {
    let service: String
    let command: [String]
    /// Of a control socket; nil for the stand-in that has the service.
    let path: String?

    /// Returns only where it fails.
    func become() throws(Failure) -> Failure {
        guard let name = command.first else { throw Failure("there is no program to run", .usage) }
        guard Self.isThere(name) else { throw Failure("\(name): there is no such program", .usage) }
        let client = try StandInSearch(path).standIn(of: service).client
        let sockets = try failing(service) { () throws(ControlError) in try client.take(service) }
        return withExtendedLifetime(sockets) {
            DescriptorLimit.restore()
            return Failure("\(program(name, sockets).become())")
        }
    }

    private func program(_ name: String, _ sockets: TakenSockets) -> Command {
        var program = Command(name, Array(command.dropFirst()), environment: Environment.all)
        program.environment["NOTIFY_SOCKET"] = sockets.notifySocket
        program.handedOver = zip(sockets.names, sockets.sockets).map { HandedDescriptor($1.descriptor, name: $0) }
        return program
    }

    /// As execvp(3) looks for it. To be known before the service's own process is told to end.
    private static func isThere(_ program: String) -> Bool {
        guard !program.contains("/") else { return access(program, X_OK) == 0 }
        let folders = (Environment["PATH"] ?? "/bin:/usr/bin").split(separator: ":", omittingEmptySubsequences: false)
        return folders.contains { access($0.isEmpty ? program : "\($0)/\(program)", X_OK) == 0 }
    }
}
