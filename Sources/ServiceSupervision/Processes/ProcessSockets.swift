import Glibc

/// Which sockets a process has open.
enum ProcessSockets {
    /// - Returns: nil where we may not see.
    static func holds(_ process: pid_t, inode: UInt32) -> Bool? {
        let path = "/proc/\(process)/fd"
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        let wanted = "socket:[\(inode)]"
        var target = [CChar](repeating: 0, count: 64)
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            let count = readlink("\(path)/\(name)", &target, target.count)
            guard count > 0 else { continue }
            if String(decoding: target.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self) == wanted {
                return true
            }
        }
        return false
    }
}
