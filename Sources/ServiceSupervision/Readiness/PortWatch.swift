import CPlatform
import Glibc

/// Looks who listens at a port that a program is to listen at by itself.
struct PortWatch: Sendable {
    enum Finding: Hashable, Sendable {
        case nobody
        case program
        /// Another program, of a user.
        case stranger(UInt32)
    }

    let port: ServicePort
    let process: pid_t
    /// Whom the program was started as.
    let user: uid_t

    func look() -> Finding {
        var found = [platform_listener](repeating: platform_listener(user: 0, inode: 0), count: 64)
        let count = platform_listeners(port.port, port.isDatagram ? 1 : 0, &found, Int32(found.count))
        guard count > 0 else { return .nobody }
        let listeners = found.prefix(Int(count))
        return listeners.contains(where: isOfProgram) ? .program : .stranger(listeners.first?.user ?? 0)
    }

    private func isOfProgram(_ listener: platform_listener) -> Bool {
        var isHidden = false
        for member in ProcessFamily.members(of: process) {
            switch ProcessSockets.holds(member, inode: listener.inode) {
            case true?: return true
            case false?: continue
            case nil: isHidden = true
            }
        }
        return isHidden && listener.user == user
    }
}
