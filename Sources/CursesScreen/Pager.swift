import CPlatform
import Glibc

/// A program that shows a text on the terminal while the screen has given it back.
final class Pager {
    /// Readable once the program has ended.
    let descriptor: CInt
    private let process: pid_t

    /// What `$PAGER` says, else what is there.
    private static let command = """
        if [ -n "$PAGER" ]; then exec sh -c "$PAGER"; fi
        if command -v less >/dev/null 2>&1; then exec less -R; fi
        exec more
        """

    /// Starts it in this process's group, so that job control stops and continues both.
    /// - Parameter output: the terminal.
    init(_ text: String, output: CInt) throws(ScreenError) {
        let input = try Self.file(of: text)
        defer { close(input) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var process: pid_t = 0
        let words = ["sh", "-c", Self.command]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        let failure = posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, environ)
        guard failure == 0 else { throw .system(call: "posix_spawn", errno: failure) }
        let descriptor = platform_process_watch(process)
        guard descriptor >= 0 else {
            let error = errno
            kill(process, SIGTERM)
            waitpid(process, nil, 0)
            throw .system(call: "pidfd_open", errno: error)
        }
        self.process = process
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Waits for the end, which is there already once `descriptor` is readable. Returns the exit status; nil where a signal
    /// has ended it.
    func finish() -> CInt? {
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
    }

    /// Ends it, for the screen is not going to come back.
    func end() {
        kill(process, SIGTERM)
        kill(process, SIGCONT)
        _ = finish()
    }

    /// A file in memory, read from its beginning: nothing of the text is left behind.
    private static func file(of text: String) throws(ScreenError) -> CInt {
        let file = platform_memory_file("svctop")
        guard file >= 0 else { throw .system(call: "memfd_create", errno: errno) }
        var text = text
        text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = write(file, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
        lseek(file, 0, SEEK_SET)
        return file
    }
}
