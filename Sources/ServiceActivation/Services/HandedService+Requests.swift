import ActivationControl
import CPlatform
import Glibc
import ServiceSupervision

extension HandedService {
    func start() throws(RequestRefusal) {
        guard activation.mainRun == nil else { throw RequestRefusal("it runs already") }
        handle(.start)
    }

    func stop() throws(RequestRefusal) {
        guard activation.mainRun != nil else { throw RequestRefusal("it does not run") }
        handle(.stop)
    }

    func upgrade() throws(RequestRefusal) {
        switch activation.state {
        case .active where activation.successor == nil: handle(.upgrade)
        case .active: throw RequestRefusal("a new process is on its way already")
        case .starting: throw RequestRefusal("it is starting")
        case .dormant, .waiting, .suspended, .stopping:
            throw RequestRefusal("it does not run: the next client gets the new version anyway")
        }
    }

    func handOver(to connection: ControlConnection) throws(RequestRefusal) -> Handover {
        let peer = connection.peer
        guard peer.user == 0 || peer.user == service.uid else {
            throw RequestRefusal("its sockets are for user \(service.uid), and not for user \(peer.user)")
        }
        let watch = platform_packets_peer_watch(connection.descriptor)
        guard watch >= 0 else { throw RequestRefusal("process \(peer.process) is not there any more") }
        openNotifications()
        adoptable = HeldProcess(adopting: peer.process, watch: watch, user: peer.user)
        handle(.taken)
        guard adoptable == nil else {
            adoptable = nil
            close(watch)
            throw RequestRefusal("its stand-in is about to end")
        }
        let run = activation.starts
        let handed = sockets.map { ($0.name, $0.descriptor) } + store.descriptors.map { ($0.name, $0.descriptor) }
        let packets = SocketHandover(service.name, sockets: handed, notifySocket: notifications?.name)
        return Handover(packets: packets) { [weak self] in self?.becomeReady(run) }
    }
}
