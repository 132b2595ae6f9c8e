import CPlatform
import Glibc

extension ControlConnection {
    /// Connects to the stand-in that listens at a path, and waits so long until it has room.
    public static func connect(to path: String, within time: Duration) throws(ControlError) -> ControlConnection {
        let descriptor = platform_packets_connect(path, UInt32(time.milliseconds))
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT, ECONNREFUSED: throw .noStandIn(path)
            case EAGAIN: throw .silent(path, time)
            case let code: throw .cannotConnect(path, errno: code)
            }
        }
        guard let connection = ControlConnection(owning: descriptor) else { throw .ended(path) }
        return connection
    }
}
