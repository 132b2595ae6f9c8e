import CPlatform
import Glibc

/// A command as C has it.
enum SpawnRequest {
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
                        request.standard_input = command.standardSocket ?? command.standardInput ?? -1
                        request.standard_output = command.standardSocket ?? -1
                        request.open_files = command.openFiles ?? 0
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
