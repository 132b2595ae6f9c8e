import CPlatform
import Glibc
import ServiceProbing

/// Another program in this process's place, as if it had been started instead.
struct Replacement {
    /// What was open at the start is for the other program too; what has been opened since is not.
    private let inherited: Set<Int32>

    /// To be made before anything is opened.
    init() { inherited = Set(Self.openDescriptors) }

    /// Returns only where it fails.
    func exec(_ command: [String], environment: [(String, String)]) -> Failure {
        for (name, value) in environment { setenv(name, value, 1) }
        for descriptor in Self.openDescriptors where !inherited.contains(descriptor) {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
        DescriptorLimit.restore()
        signal(SIGPIPE, SIG_DFL)
        platform_signals_unblock()
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
        arguments.append(nil)
        execvp(command[0], arguments)
        return Failure("\(command[0]): \(String(cString: strerror(errno)))")
    }

    /// But standard input, output and error.
    private static var openDescriptors: [Int32] {
        guard let folder = opendir("/proc/self/fd") else { return [] }
        defer { closedir(folder) }
        var found: [Int32] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let number = Int32(name), number > 2, number != dirfd(folder) { found.append(number) }
        }
        return found
    }
}
