import CPlatform
import Glibc

/// How a process has ended.
package enum ProcessEnd: Hashable, Sendable, CustomStringConvertible {
    case exited(Int32)
    case signalled(Int32)

    /// As a shell tells it: the program's own, or 128 and the signal's number.
    package var exitCode: Int32 {
        switch self {
        case .exited(let code): code
        case .signalled(let signal): 128 + signal
        }
    }

    /// Whether systemd calls such an end clean: code 0, or a signal that asks for the end.
    package var isClean: Bool {
        switch self {
        case .exited(let code): code == 0
        case .signalled(let signal): [SIGHUP, SIGINT, SIGTERM, SIGPIPE].contains(signal)
        }
    }

    package var description: String {
        switch self {
        case .exited(let code): "ended with code \(code)"
        case .signalled(let signal): "was ended by \(SignalName(signal))"
        }
    }
}

/// `SIGTERM`, for people.
package struct SignalName: CustomStringConvertible {
    package let description: String

    package init(_ signal: Int32) {
        description = platform_signal_name(signal).map { "SIG\(String(cString: $0))" } ?? "signal \(signal)"
    }
}
