import Glibc

extension ProcessUser {
    private static let mostGroups = 1024

    /// A user of this system, with all the groups that he is in.
    /// - Parameters:
    ///   - text: a name or a number; nil for who we are, with no further groups.
    ///   - group: a name or a number; nil for the user's own.
    package init(named text: String?, group: String? = nil) throws(AccountError) {
        let ownGroup = try group.map { text throws(AccountError) in try Self.group(named: text) }
        guard let text else {
            self.init(user: geteuid(), group: ownGroup ?? getegid())
            return
        }
        guard let entry = getpwnam(text) ?? UInt32(text).flatMap({ getpwuid($0) }) else { throw .noUser(text) }
        let (user, group) = (entry.pointee.pw_uid, ownGroup ?? entry.pointee.pw_gid)
        var count = Int32(Self.mostGroups)
        var groups = [gid_t](repeating: 0, count: Self.mostGroups)
        guard getgrouplist(entry.pointee.pw_name, group, &groups, &count) >= 0 else { throw .tooManyGroups(text) }
        self.init(user: user, group: group, groups: Array(groups.prefix(Int(count))))
    }

    /// A group of this system, by name or number.
    package static func group(named text: String) throws(AccountError) -> UInt32 {
        if let entry = getgrnam(text) { return entry.pointee.gr_gid }
        guard let number = UInt32(text), number < .max else { throw .noGroup(text) }
        return number
    }

    /// What a log-in would set.
    package var variables: [String: String] {
        guard let entry = getpwuid(user) else { return [:] }
        let name = String(cString: entry.pointee.pw_name)
        return [
            "HOME": String(cString: entry.pointee.pw_dir), "USER": name, "LOGNAME": name,
            "SHELL": String(cString: entry.pointee.pw_shell),
        ]
    }
}

/// Why a program cannot run as somebody.
package enum AccountError: Error, Hashable, Sendable, CustomStringConvertible {
    case noUser(String)
    case noGroup(String)
    case tooManyGroups(String)

    package var description: String {
        switch self {
        case .noUser(let name): "there is no user '\(name)'"
        case .noGroup(let name): "there is no group '\(name)'"
        case .tooManyGroups(let name): "'\(name)' has more groups than 1024"
        }
    }
}
