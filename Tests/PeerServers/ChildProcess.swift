import Glibc
import Synchronization

/// A process that ends with us, however we end.
///
/// A watchdog, a shell that waits on a socket whose other end only we hold, kills it when that closes: a test run that
/// crashes leaves no server behind.
package final class ChildProcess: Sendable {
    package let pid: pid_t
    private let watchdog: pid_t
    private let lifeline: Int32
    private let status = Mutex<Int32?>(nil)

    /// - Parameter output: the file that takes standard output and error.
    package init(_ command: [String], output: String) throws(PeerError) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw .cannotStart("socketpair: \(errorText())")
        }
        lifeline = ends[1]
        defer { close(ends[0]) }
        do {
            pid = try spawn(command, input: nil, output: output)
        } catch {
            close(ends[1])
            throw error
        }
        watchdog = (try? spawn(["/bin/sh", "-c", "read gone; kill -9 \(pid)"], input: ends[0], output: nil)) ?? -1
    }

    deinit {
        end(with: SIGKILL)
        if watchdog > 0 {
            kill(watchdog, SIGKILL)
            waitpid(watchdog, nil, 0)
        }
        close(lifeline)
    }

    /// The exit status as `waitpid` tells it; nil while the process runs.
    package var exitStatus: Int32? {
        status.withLock { known in
            var now: Int32 = 0
            if known == nil, waitpid(pid, &now, WNOHANG) == pid { known = now }
            return known
        }
    }

    package var isRunning: Bool { exitStatus == nil }

    package func send(_ signal: Int32) {
        status.withLock { if $0 == nil { kill(pid, signal) } }
    }

    /// Ends the process and waits for its end.
    package func end(with signal: Int32) {
        send(signal)
        status.withLock { known in
            var now: Int32 = 0
            if known == nil, waitpid(pid, &now, 0) == pid { known = now }
        }
    }
}

/// Starts a process that gets none of our descriptors but the given ones.
func spawn(_ command: [String], input: Int32?, output: String?) throws(PeerError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
        posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_addopen(&actions, 1, output ?? "/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // NIO's are not close-on-exec; to close what is not open does no harm.
    for descriptor in Int32(3)..<1024 { posix_spawn_file_actions_addclose(&actions, descriptor) }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, command[0], &actions, &attributes, arguments, environ)
    guard code == 0 else { throw .cannotStart("\(command[0]): \(String(cString: strerror(code)))") }
    return pid
}
