import Glibc
import ServiceSupervision

/// The systemd unit of a `svctop run` as it was typed.
struct RunUnit {
    let text: String

    init(names: [String], supervision: SupervisionOptions) throws(Failure) {
        let rules = try supervision.rules(passing: .sockets, keepsRecords: false)
        let unit = SystemdUnit(
            description: "\(names.joined(separator: ", ")), by svctop run",
            command: [try Self.ownPath] + Self.arguments, folder: try Self.folder, user: Self.user,
            // svctop itself, that is; it restarts the program by the same rule.
            restart: supervision.restart,
            // Until the server has answered, or has been given up for the moment.
            startTimeout: rules.startTimeout + .seconds(30),
            stopTimeout: rules.stopTimeout + .seconds(10))
        text = unit.text
    }

    /// Without the wish for a unit.
    private static var arguments: [String] {
        let all = CommandLine.arguments.dropFirst()
        let own = all.prefix { $0 != "--" }
        return own.filter { $0 != "--print-unit" } + all.dropFirst(own.count)
    }

    private static var ownPath: String {
        get throws(Failure) {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlink("/proc/self/exe", &buffer, buffer.count)
            guard count > 0 else { throw Failure("/proc/self/exe: \(String(cString: strerror(errno)))") }
            return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    private static var folder: String {
        get throws(Failure) {
            guard let path = getcwd(nil, 0) else { throw Failure("the folder: \(String(cString: strerror(errno)))") }
            defer { free(path) }
            return String(cString: path)
        }
    }

    /// nil for root, as whom systemd runs what names nobody.
    private static var user: String? {
        let uid = getuid()
        guard uid != 0 else { return nil }
        return getpwuid(uid).map { String(cString: $0.pointee.pw_name) } ?? "\(uid)"
    }
}
