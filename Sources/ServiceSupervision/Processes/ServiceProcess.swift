import CPlatform
import Dispatch
import Glibc

/// A program that runs for us, in a process group of its own.
package final class ServiceProcess: Sendable {
    package let pid: pid_t
    /// A pidfd: a signal through it never reaches another process that has got the number since.
    private let watch: Int32

    private init(pid: pid_t, watch: Int32) {
        self.pid = pid
        self.watch = watch
    }

    deinit { close(watch) }

    /// Starts a program; returns once it is the program's own code that runs.
    ///
    /// What is left of its process group when it ends is killed then.
    /// - Parameter onEnd: called once, when it has ended.
    package static func start(
        _ command: Command, onEnd: @escaping @Sendable (ProcessEnd) -> Void
    ) async throws(SpawnError) -> ServiceProcess {
        let result = await withCheckedContinuation { continuation in
            // The kernel takes the thread that forks for the parent, and sends `signalAtOurEnd` when that ends: so it stays
            // with its child. A serial queue has a thread of its own while it blocks.
            DispatchQueue(label: "svctop.process").async {
                let result = spawn(command)
                continuation.resume(returning: result)
                if case .success(let process) = result { onEnd(finish(process.pid)) }
            }
        }
        return try result.get()
    }

    /// Sends it a signal; to no one once it has ended.
    package func send(_ signal: Int32) { _ = platform_process_signal(watch, signal) }

    /// Sends a signal to it and to all that it has started in its group. To be called only before `onEnd` is.
    package func sendToGroup(_ signal: Int32) {
        // While it has not been waited for, nobody else can have the number.
        guard platform_process_signal(watch, 0) == 0 else { return }
        kill(-pid, signal)
    }

    private static func finish(_ pid: pid_t) -> ProcessEnd {
        var isBySignal: Int32 = 0
        let code = platform_process_finish(pid, &isBySignal)
        return isBySignal == 0 ? .exited(code) : .signalled(code - 128)
    }

    private static func spawn(_ command: Command) -> Result<ServiceProcess, SpawnError> {
        var watch: Int32 = -1
        var step: Int32 = 0
        var error: Int32 = 0
        let pid = SpawnRequest.with(command) { request in
            let pid = withUnsafePointer(to: request) { platform_spawn($0, &watch, &step) }
            error = errno
            return pid
        }
        guard pid > 0 else { return .failure(SpawnError(step: step, errno: error, command: command)) }
        return .success(ServiceProcess(pid: pid, watch: watch))
    }
}

/// A command as C has it.
private enum SpawnRequest {
    static func with(_ command: Command, _ body: (platform_spawn_request) -> pid_t) -> pid_t {
        var arguments = pointers([command.program] + command.arguments)
        var environment = pointers(command.completeEnvironment)
        let folder = command.folder.map { strdup($0) } ?? nil
        let program = strdup(command.program)
        defer {
            for pointer in arguments + environment + [folder, program] { free(pointer) }
        }
        let descriptors = command.handedOver.map(\.descriptor)
        let groups = command.user?.groups ?? []
        return arguments.withUnsafeMutableBufferPointer { arguments in
            environment.withUnsafeMutableBufferPointer { environment in
                descriptors.withUnsafeBufferPointer { descriptors in
                    groups.withUnsafeBufferPointer { groups in
                        var request = platform_spawn_request()
                        request.program = program.map { UnsafePointer($0) }
                        request.arguments = arguments.baseAddress.map { UnsafePointer($0) }
                        request.environment = environment.baseAddress.map { UnsafePointer($0) }
                        request.folder = folder.map { UnsafePointer($0) }
                        request.descriptors = descriptors.baseAddress
                        request.descriptor_count = UInt32(clamping: descriptors.count)
                        request.signal_at_our_end = command.signalAtOurEnd ?? 0
                        if let user = command.user {
                            request.changes_user = 1
                            request.user = user.user
                            request.group = user.group
                            request.groups = groups.baseAddress
                            request.group_count = UInt32(clamping: groups.count)
                        }
                        return body(request)
                    }
                }
            }
        }
    }

    /// Copies that end with nil.
    private static func pointers(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        texts.map { strdup($0) } + [nil]
    }
}
