import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import ServiceIdentity

extension ConnectionFault {
    init(errno code: Int32) {
        let reason = String(cString: strerror(code))
        self =
            switch code {
            case ECONNREFUSED: .refused
            case ETIMEDOUT: .timedOut
            case ECONNRESET, ECONNABORTED, EPIPE, ENOTCONN: .closed
            case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN, EADDRNOTAVAIL, EACCES, EPERM, EAFNOSUPPORT, EINVAL,
                ENOENT:
                .unreachable(reason)
            default: .local(reason)
            }
    }

    /// What an error of NIO's sockets means.
    init(_ error: any Error) {
        switch error {
        case let error as ConnectionFault: self = error
        case let error as IdentityFault: self = .unidentified(error)
        case let error as IOError: self.init(errno: error.errnoCode)
        case let error as NIOConnectionError: self = error.connectionErrors.first.map { .init($0.error) } ?? .noAddress
        case ChannelError.connectTimeout: self = .timedOut
        case is ChannelError, NIOSSLError.uncleanShutdown: self = .closed
        default: self = .local(String(describing: error))
        }
    }
}
