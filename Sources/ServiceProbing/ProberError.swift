import Glibc

/// Why a prober could not be started.
package struct ProberError: Error, Hashable, Sendable {
    package enum Step: Hashable, Sendable {
        case descriptor
        case thread
    }

    package let step: Step
    package let errno: Int32

    package init(_ step: Step, errno: Int32) {
        self.step = step
        self.errno = errno
    }
}

extension ProberError: CustomStringConvertible {
    package var description: String {
        let what =
            switch step {
            case .descriptor: "no descriptor for the prober (raise `ulimit -n`)"
            case .thread: "no thread for the prober"
            }
        return "\(what): \(String(cString: strerror(errno)))"
    }
}
