import CPlatform
import Glibc

/// Why there can be no Unix socket at a path.
package struct LocalSocketError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: Hashable, Sendable {
        case notAPath
        /// What is there is no socket.
        case otherFile
        /// Somebody has a socket there.
        case taken
        /// A socket file that nobody uses cannot be removed.
        case stale(Int32)
        /// What is there may not be known.
        case unknown(Int32)
        case socket(Int32)
        case bind(Int32)
        case owner(Int32)
        case mode(Int32)
        case listen(Int32)
    }

    package var path: String
    package var reason: Reason

    init(_ path: String, _ reason: Reason) {
        self.path = path
        self.reason = reason
    }

    package var description: String {
        switch reason {
        case .notAPath: "\(path): a socket's path begins with '/'"
        case .otherFile: "\(path) is there and is no socket: nothing is put in its place"
        case .taken: "\(path) is in use: another program has a socket there"
        case .stale(let code):
            "\(path): the socket file that is there, and not in use, cannot be removed: \(text(code))"
        case .unknown(ENAMETOOLONG), .bind(ENAMETOOLONG): "\(path): a socket's path has 1 to 107 bytes"
        case .unknown(let code): "\(path): it cannot be known who has a socket there: \(text(code))"
        case .socket(let code): "\(path): there can be no socket: \(text(code))"
        case .bind(ENOENT): "\(path): its folder is not there"
        case .bind(EADDRINUSE): "\(path): another program has just made something there"
        case .bind(let code): "\(path): no socket can be made there: \(text(code))"
        case .owner(let code): "\(path): its owner and group cannot be set: \(text(code))"
        case .mode(let code): "\(path): its mode cannot be set: \(text(code))"
        case .listen(let code): "\(path): it cannot listen: \(text(code))"
        }
    }

    private func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}

extension LocalSocketError.Reason {
    init(step: Int32, errno: Int32) {
        switch Int(step) {
        case PLATFORM_LOCAL_BIND: self = .bind(errno)
        case PLATFORM_LOCAL_OWNER: self = .owner(errno)
        case PLATFORM_LOCAL_MODE: self = .mode(errno)
        case PLATFORM_LOCAL_LISTEN: self = .listen(errno)
        default: self = .socket(errno)
        }
    }
}
