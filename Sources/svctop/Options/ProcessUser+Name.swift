import Glibc
import ServiceSupervision

extension ProcessUser {
    /// A user of this system, by name or number, with all its groups.
    init(named text: String) throws(Failure) {
        guard let entry = getpwnam(text) ?? UInt32(text).flatMap({ getpwuid($0) }) else {
            throw Failure("there is no user '\(text)'", .usage)
        }
        let (user, group) = (entry.pointee.pw_uid, entry.pointee.pw_gid)
        var count: Int32 = 1024
        var groups = [gid_t](repeating: 0, count: Int(count))
        guard getgrouplist(entry.pointee.pw_name, group, &groups, &count) >= 0 else {
            throw Failure("'\(text)' has more groups than 1024")
        }
        self.init(user: user, group: group, groups: Array(groups.prefix(Int(count))))
    }

    /// What a log-in would set.
    var variables: [String: String] {
        guard let entry = getpwuid(user) else { return [:] }
        let name = String(cString: entry.pointee.pw_name)
        return ["HOME": String(cString: entry.pointee.pw_dir), "USER": name, "LOGNAME": name]
    }
}
