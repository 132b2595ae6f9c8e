import CPlatform
import Glibc

/// Why a program could not be started.
package struct SpawnError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Step: Hashable, Sendable {
        /// No process could be made.
        case fork
        case descriptors
        case user
        case folder
        case exec
        case limits
    }

    package var step: Step
    package var errno: Int32
    /// The program, or the folder that it was to start in.
    package var subject: String

    init(step: Int32, errno: Int32, command: Command) {
        self.errno = errno
        subject = command.program
        switch Int(step) {
        case PLATFORM_SPAWN_DESCRIPTORS: self.step = .descriptors
        case PLATFORM_SPAWN_USER: self.step = .user
        case PLATFORM_SPAWN_FOLDER:
            self.step = .folder
            subject = command.folder ?? "."
        case PLATFORM_SPAWN_EXEC: self.step = .exec
        case PLATFORM_SPAWN_LIMITS: self.step = .limits
        default: self.step = .fork
        }
    }

    /// What a shell ends with: 127 where there is no such program, 126 where it cannot be run.
    package var exitCode: Int32 { step == .exec && errno == ENOENT ? 127 : 126 }

    package var description: String {
        let reason = String(cString: strerror(errno))
        return switch step {
        case .fork: "\(subject): no process can be made: \(reason)"
        case .descriptors: "\(subject): its sockets cannot be handed over: \(reason)"
        case .user: "\(subject): its user cannot be changed: \(reason)"
        case .folder: "\(subject): \(reason)"
        case .limits: "\(subject): its limit of open files cannot be set: \(reason)"
        case .exec: errno == ENOENT ? "\(subject): there is no such program" : "\(subject): \(reason)"
        }
    }
}
