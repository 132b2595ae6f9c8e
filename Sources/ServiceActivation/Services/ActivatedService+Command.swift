import Glibc
import ServiceSupervision

extension ActivatedService {
    /// Whom its processes run as.
    var uid: uid_t { user?.user ?? geteuid() }

    /// With its sockets, as the service wants to find them.
    func command(
        sockets: [HeldSocket], stored: [HandedDescriptor], notifying name: String?, input: Int32
    ) -> Command {
        var command = command(notifying: name, input: input)
        switch passing {
        case .descriptors:
            command.handedOver = sockets.map { HandedDescriptor($0.descriptor, name: $0.name) } + stored
        case .stdio:
            command.standardSocket = sockets.first?.descriptor
            command.handedOver = stored
        }
        return command
    }

    /// For one connection.
    func command(connection: Int32, of source: ConnectionSource, input: Int32) -> Command {
        var command = command(notifying: nil, input: input)
        switch passing {
        case .descriptors: command.handedOver = [HandedDescriptor(connection, name: Self.connectionName)]
        case .stdio: command.standardSocket = connection
        }
        // As systemd tells it.
        if case .remote(let address, let port) = source {
            command.environment["REMOTE_ADDR"] = address
            command.environment["REMOTE_PORT"] = "\(port)"
        }
        return command
    }

    private static let connectionName = "connection"

    private func command(notifying name: String?, input: Int32) -> Command {
        var command = Command(program, arguments, environment: environment)
        command.folder = folder
        command.user = user
        command.openFiles = limits.openFiles
        command.standardInput = input >= 0 ? input : nil
        command.environment["NOTIFY_SOCKET"] = name
        return command
    }
}
