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
            guard case .process(let process) = holding.item, process.role == .connection else { continue }
            add(
                HeldProcess(adopting: process.pid, watch: holding.descriptor.take(), user: process.user),
                as: admission.adopt(process.client))
        }
    }

    /// Those who have come and said nothing yet are dropped: they come again.
    var estate: EstatePackets {
        var packets = EstatePackets(service.name, starts: admission.starts, lastStart: lastStart)
        for socket in sockets { packets.append(.socket(name: socket.name), socket.descriptor) }
        for run in admission.runs {
            guard let process = processes[run] else { continue }
            let inheritance = ServiceEstate.Inheritance(
                role: .connection, pid: process.pid, user: process.user, isReady: true,
                client: admission.client(of: run) ?? "")
            packets.append(.process(inheritance), process.watch)
        }
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
