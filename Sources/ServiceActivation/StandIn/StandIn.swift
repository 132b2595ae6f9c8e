import ActivationControl
import Glibc
import Synchronization

/// Stands in for services that do not run: holds their sockets, starts them when a client comes, and takes their place again
/// when they end.
package final class StandIn: Sendable {
    /// How a stand-in's time has ended.
    package enum End: Hashable, Sendable {
        /// It was told to; nothing of its services runs any more.
        case ended
        /// Another stand-in has everything now.
        case replaced
    }

    private let services: [ActivatedService]
    private let sockets: [String: [Int32]]
    private let estates: [ServiceEstate]
    private let control: ControlListener
    private let tell: @Sendable (StandInNote) -> Void
    private let mailbox: StandInMailbox

    /// - Parameters:
    ///   - sockets: bound, and listening, by `SERVICE/SOCKET`; they are the stand-in's from now on.
    ///   - estates: what another stand-in has handed over.
    ///   - tell: called on the thread of the loop.
    package init(
        _ services: [ActivatedService], sockets: [String: [Int32]], estates: [ServiceEstate] = [],
        control: ControlListener, tell: @escaping @Sendable (StandInNote) -> Void
    ) throws(StandInError) {
        for service in services {
            for socket in service.sockets where sockets["\(service.name)/\(socket.name)", default: []].isEmpty {
                throw .socketMissing(service: service.name, socket: socket.name)
            }
        }
        guard let mailbox = StandInMailbox() else { throw .system(errno: errno) }
        self.services = services
        self.sockets = sockets
        self.estates = estates
        self.control = control
        self.tell = tell
        self.mailbox = mailbox
    }

    /// Stands in, on the thread that calls, until it is told to end or is replaced. To be called once.
    package func run() throws(StandInError) -> End {
        guard let surroundings = ServiceSurroundings(tell: tell),
            let loop = StandInLoop(held(by: surroundings), surroundings, control, mailbox)
        else { throw .system(errno: errno) }
        return loop.run()
    }

    /// Tells the services to end, and then itself. From any thread.
    package func end() { mailbox.put(.end) }

    /// Kills what runs of the services. From any thread.
    package func kill() { mailbox.put(.kill) }

    private func held(by surroundings: ServiceSurroundings) -> [any HeldService] {
        services.map { service in
            let held = service.sockets.flatMap { socket in
                sockets["\(service.name)/\(socket.name)", default: []].map { HeldSocket(socket.name, $0) }
            }
            let estate = estates.first { $0.service == service.name }
            switch service.acceptance {
            case .byService: return HandedService(service, held, surroundings, resuming: estate)
            case .perConnection: return ConnectionService(service, held, surroundings, resuming: estate)
            }
        }
    }
}
