import Glibc
import ServiceCatalog

/// What an error of a probe's socket says.
enum ProbeFailure: Hashable, Sendable {
    /// The endpoint, or the way to it, is at fault.
    case endpoint(Reason)
    /// This process or host has nothing left for one more probe now; it will have when others have ended.
    case exhausted
    /// No local port, or no local address, to reach the endpoint from.
    case noLocalPort
    /// This host does not let the probe out at all.
    case local

    init(errno code: Int32) {
        self =
            switch code {
            case ECONNREFUSED, ECONNRESET, ECONNABORTED: .endpoint(.refused)
            case ETIMEDOUT: .endpoint(.timedOut)
            case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN, ENONET, ENOPROTOOPT: .endpoint(.unreachable)
            // EAGAIN from connect(2): no port left to send from.
            case EMFILE, ENFILE, ENOBUFS, ENOMEM, EAGAIN: .exhausted
            case EADDRNOTAVAIL: .noLocalPort
            default: .local
            }
    }
}
