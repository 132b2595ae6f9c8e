import Glibc
import ServiceSupervision
import Synchronization

/// Another svctop, which is started to take over from this one with the files as they are now.
final class StandInSuccessor: Sendable {
    private let program: String
    private let current = Mutex<ServiceProcess?>(nil)
    private let isStarting = Mutex(false)

    /// - Parameter program: where svctop lies: a newer one may lie there by now.
    init(_ program: String) { self.program = program }

    /// Whether another program than this is the parent of all.
    private var hasOtherFirstProcess: Bool { OwnCommand.place(of: 1) != program }

    /// The one that has been started; nil where none runs.
    var process: pid_t? { current.withLock { $0?.pid } }

    /// Where none is on its way already.
    func start() {
        // A container ends with the process that it has begun with.
        guard hasOtherFirstProcess else {
            return StandardError.say("SIGHUP: the first process of a container cannot be replaced: start that anew")
        }
        let isFirst = isStarting.withLock { isStarting in
            defer { isStarting = true }
            return !isStarting
        }
        guard isFirst else { return }
        StandardError.say("SIGHUP: another svctop reads the configuration, and takes over")
        Task { [self] in
            let command = Command(
                program, OwnCommand.arguments(without: "--take-over", adding: ["--take-over"]),
                environment: Environment.all)
            do throws(SpawnError) {
                let process = try await ServiceProcess.start(command) { [self] end in
                    current.withLock { $0 = nil }
                    isStarting.withLock { $0 = false }
                    StandardError.say("the other svctop \(end), and has not taken over: this one goes on")
                }
                current.withLock { $0 = process }
            } catch {
                isStarting.withLock { $0 = false }
                StandardError.say("\(error)")
            }
        }
    }
}
