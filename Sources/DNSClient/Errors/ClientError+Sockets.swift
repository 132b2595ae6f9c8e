import Glibc
import NIOCore
import NIOPosix

extension ClientError {
    /// What an error of the sockets means.
    init(socketError error: any Error) {
        switch error {
        case let error as ClientError: self = error
        case let error as IOError: self.init(errno: error.errnoCode)
        case let error as NIOConnectionError:
            self =
                error.connectionErrors.first.map { ClientError(socketError: $0.error) }
                ?? .unreachable(reason: "no address")
        case ChannelError.connectTimeout: self = .timedOut(.connecting)
        case is CancellationError: self = .cancelled
        case is ChannelError: self = .closedEarly(bytes: 0)
        default: self = .local(reason: String(describing: error))
        }
    }

    init(errno code: Int32) {
        switch code {
        case ECONNREFUSED: self = .connectionRefused
        case ETIMEDOUT: self = .timedOut(.connecting)
        case ECONNRESET, EPIPE, ENOTCONN: self = .closedEarly(bytes: 0)
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN, EADDRNOTAVAIL, EACCES, EPERM, EAFNOSUPPORT, EINVAL:
            self = .unreachable(reason: String(cString: strerror(code)))
        default: self = .local(reason: String(cString: strerror(code)))
        }
    }
}
