import Glibc
import ServiceCatalog
import Terminal

/// How svctop ends; `check` has the codes of monitoring plugins instead.
enum ExitStatus: Int32 {
    case success = 0
    /// Something could not be read or written.
    case failure = 1
    /// The command line or the configuration is wrong.
    case usage = 2
    /// `check` could not tell, or it is not known what came of a change.
    case unknown = 3
    /// Another has changed the records first.
    case overtaken = 4
}

/// What ends a command, in one line for whoever started it.
struct Failure: Error {
    let message: String
    let code: ExitStatus

    init(_ message: String, _ code: ExitStatus = .failure) {
        self.message = message
        self.code = code
    }

    /// `check` speaks to a monitoring system, which reads standard output.
    func report() {
        if code == .unknown {
            print("SVCTOP UNKNOWN - \(Sanitiser.visible(message).replacing("|", with: "/"))")
        } else {
            StandardError.say(message)
        }
    }
}
