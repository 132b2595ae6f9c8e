import Glibc
import NIOCore

/// Why a stream server does not start.
package enum StreamServerError: Error, Hashable, Sendable {
    case cannotListen(StreamListener, reason: String)
    /// A listener speaks TLS, and there is nothing to prove who we are.
    case noIdentity(StreamListener)
    case badIdentity(TLSIdentityError)
}

extension StreamServerError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotListen(let listener, let reason): "cannot listen on \(listener): \(reason)"
        case .noIdentity(let listener): "cannot speak TLS on \(listener): there is no certificate"
        case .badIdentity(let error): "\(error)"
        }
    }
}

extension StreamServerError {
    init(_ error: any Error, at listener: StreamListener) {
        switch error {
        case let error as StreamServerError: self = error
        case let error as IOError:
            self = .cannotListen(listener, reason: String(cString: strerror(error.errnoCode)))
        default: self = .cannotListen(listener, reason: String(describing: error))
        }
    }
}
