import Glibc

/// Who has started whom, by `/proc`.
package enum ProcessFamily {
    package enum Relation: Hashable, Sendable {
        /// The process itself, or started by it or by one of those that it has started.
        case member
        case stranger
        /// It is not there any more.
        case gone
    }

    /// Longer lines of descent are no service's.
    private static let mostGenerations = 64

    package static func relation(of process: pid_t, to ancestor: pid_t) -> Relation {
        if process == ancestor { return .member }
        guard var current = parent(of: process) else { return .gone }
        for _ in 0..<mostGenerations {
            if current == ancestor { return .member }
            guard current > 1, let next = parent(of: current) else { return .stranger }
            current = next
        }
        return .stranger
    }

    /// A process, and all that descends from it; of a great many, not all.
    package static func members(of process: pid_t) -> [pid_t] {
        var members = [process]
        var next = 0
        while next < members.count, members.count < mostMembers {
            members += children(of: members[next])
            next += 1
        }
        return members
    }

    private static let mostMembers = 1024

    private static func children(of process: pid_t) -> [pid_t] {
        text(of: "/proc/\(process)/task/\(process)/children").split(separator: " ").compactMap { pid_t($0) }
    }

    private static func parent(of process: pid_t) -> pid_t? {
        // The name before it, in parentheses, may hold any character.
        let text = text(of: "/proc/\(process)/stat")
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[end...].split(separator: " ")
        return fields.count > 2 ? pid_t(fields[2]) : nil
    }

    /// Its first bytes; nothing where it cannot be read.
    private static func text(of path: String) -> String {
        guard let file = fopen(path, "re") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 16384)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
