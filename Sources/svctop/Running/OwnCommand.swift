import Glibc

/// How this very svctop was started.
enum OwnCommand {
    /// Where the program lies, even if another lies there by now.
    static var path: String {
        get throws(Failure) {
            guard let path = place(of: getpid()) else {
                throw Failure("/proc/self/exe: \(String(cString: strerror(errno)))")
            }
            return path
        }
    }

    /// Where the program of a process lies, or lay; nil where that may not be known.
    static func place(of process: pid_t) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/\(process)/exe", &buffer, buffer.count)
        guard count > 0 else { return nil }
        let path = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let removed = " (deleted)"
        return path.hasSuffix(removed) ? String(path.dropLast(removed.count)) : path
    }

    /// Its arguments without a flag; those of a program that it runs stay as they are.
    /// - Parameter added: what is to come before the program.
    static func arguments(without flag: String, adding added: [String] = []) -> [String] {
        let all = CommandLine.arguments.dropFirst()
        let own = all.prefix { $0 != "--" }
        return own.filter { $0 != flag } + added + all.dropFirst(own.count)
    }

    static var folder: String {
        get throws(Failure) {
            guard let path = getcwd(nil, 0) else { throw Failure("the folder: \(String(cString: strerror(errno)))") }
            defer { free(path) }
            return String(cString: path)
        }
    }

    /// nil for root, as whom systemd runs what names nobody.
    static var user: String? {
        let uid = getuid()
        guard uid != 0 else { return nil }
        return getpwuid(uid).map { String(cString: $0.pointee.pw_name) } ?? "\(uid)"
    }
}
