import ActivationControl
import CPlatform
import Glibc

extension ConnectionService {
    /// - Parameter estate: what was the service's with another stand-in; its sockets are among `sockets` already.
    convenience init(
        _ service: ActivatedService, _ sockets: [HeldSocket], _ surroundings: ServiceSurroundings,
        resuming estate: ServiceEstate?
    ) {
        self.init(service, sockets, surroundings)
        guard let estate else { return }
        admission.resume(starts: estate.starts)
        lastStart = estate.lastStart
        for holding in estate.holdings {
            switch holding.item {
            case .process(let process) where process.role == .connection:
                add(
                    HeldProcess(adopting: process.pid, watch: holding.descriptor.take(), user: process.user),
                    as: admission.adopt(process.client))
            case .guest(let source): parlour.receive(holding.descriptor.take(), from: source)
            case .socket, .notifications, .stored, .process: break
            }
        }
    }

    var estate: EstatePackets {
        var packets = EstatePackets(service.name, starts: admission.starts, lastStart: lastStart)
        for socket in sockets { packets.append(.socket(name: socket.name), socket.descriptor) }
        for run in admission.runs {
            guard let process = processes[run] else { continue }
            let inheritance = ServiceEstate.Inheritance(
                role: .connection, pid: process.pid, user: process.user, phase: .active,
                client: admission.client(of: run) ?? "")
            packets.append(.process(inheritance), process.watch)
        }
        for (connection, source) in parlour.guests { packets.append(.guest(source), connection) }
        return packets
    }

    func abandon() {
        stopWatching()
        for process in processes.values {
            if let ending = process.ending { surroundings.events.unwatch(ending) }
        }
        processes = [:]
        parlour.closeAll()
    }
}
