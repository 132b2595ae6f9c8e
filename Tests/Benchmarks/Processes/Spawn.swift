import Glibc

/// A program about to be started.
struct Spawn {
    enum Place {
        case here
        /// A process group of its own, with its own number.
        case ownGroup
        /// A session of its own, whose controlling terminal is its standard input.
        case ownSession
    }

    /// The program, by name or path, and its arguments.
    var command: [String]
    /// The file that is its standard input.
    var input: String
    /// What takes its standard output and errors; nil for the input's file, which has to be a terminal then.
    var output: String?
    var errors: String?
    var place = Place.here
    /// Added to our environment.
    var environment: [String: String] = [:]

    init(_ command: [String], input: String, output: String? = nil) {
        self.command = command
        self.input = input
        self.output = output
    }

    func start() throws(BenchmarkError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // The first terminal that a session's leader opens becomes its controlling one.
        posix_spawn_file_actions_addopen(&actions, 0, input, output == nil ? O_RDWR : O_RDONLY, 0)
        redirect(1, to: output, &actions)
        redirect(2, to: errors, &actions)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | place.flag))

        var process: pid_t = 0
        let code = withCStrings(command) { arguments in
            withCStrings(wholeEnvironment) { environment in
                posix_spawnp(&process, command[0], &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw BenchmarkError("\(command[0]): \(String(cString: strerror(code)))") }
        return process
    }

    private func redirect(_ descriptor: Int32, to path: String?, _ actions: inout posix_spawn_file_actions_t) {
        if let path {
            posix_spawn_file_actions_addopen(&actions, descriptor, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        } else {
            posix_spawn_file_actions_adddup2(&actions, 0, descriptor)
        }
    }

    private var wholeEnvironment: [String] {
        var lines: [String] = []
        var next = environ
        while let line = next.pointee {
            let text = String(cString: line)
            if environment[String(text.prefix { $0 != "=" })] == nil { lines.append(text) }
            next += 1
        }
        return lines + environment.map { "\($0.key)=\($0.value)" }
    }
}

extension Spawn.Place {
    fileprivate var flag: Int32 {
        switch self {
        case .here: 0
        case .ownGroup: POSIX_SPAWN_SETPGROUP
        // POSIX_SPAWN_SETSID, which <spawn.h> tells only to those who ask for GNU extensions.
        case .ownSession: 0x80
        }
    }
}

private func withCStrings<Value>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value) -> Value {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
}
