import Glibc

/// Why the server cannot serve by UDP.
package struct DatagramServerError: Error, Hashable, Sendable {
    package enum Step: Hashable, Sendable {
        case open(SocketPlace)
        /// A descriptor that was handed over is no UDP socket.
        case adopt(Int32)
        case memory
        case thread
        case wakeup
    }

    package let step: Step
    /// What errno(3) said.
    package let code: Int32

    init(_ step: Step, errno code: Int32) {
        self.step = step
        self.code = code
    }
}

extension DatagramServerError: CustomStringConvertible {
    package var description: String {
        let reason = String(cString: strerror(code))
        return switch step {
        case .open(let place): "cannot serve UDP at \(place): \(reason)\(advice)"
        case .adopt(let descriptor): "descriptor \(descriptor) cannot serve UDP: \(reason)"
        case .memory: "no memory for datagrams: \(reason)"
        case .thread: "no thread for datagrams: \(reason)"
        case .wakeup: "no descriptor to wake the server's threads by: \(reason)"
        }
    }

    private var advice: String {
        switch code {
        case EADDRINUSE: "; somebody else serves there: choose another port"
        case EACCES: "; ports below 1024 are for root, or handed over by systemd's socket units"
        case EADDRNOTAVAIL: "; this host has no such address"
        default: ""
        }
    }
}
