import Glibc

/// Control groups (v2) by their number, which is the inode of their folder.
enum ControlGroups {
    private static let places = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"]
    private static let mostFolders = 20_000
    private static let depthLimit = 12

    /// The systemd unit of a control group, `web.service`, or its path where no part of that is one. Nil for the root, and
    /// where it cannot be found.
    static func unit(of number: UInt64) -> String? {
        guard number > 1, let path = path(of: number) else { return nil }
        let parts = path.split(separator: "/")
        let unit = parts.last { part in
            [".service", ".scope", ".socket", ".mount", ".swap"].contains { part.hasSuffix($0) }
        }
        return unit.map(String.init) ?? path
    }

    private static func path(of number: UInt64) -> String? {
        for place in places {
            var left = mostFolders
            if let path = find(number, in: place, below: "", depth: 0, &left) { return path }
        }
        return nil
    }

    private static func find(
        _ number: UInt64, in place: String, below path: String, depth: Int, _ left: inout Int
    ) -> String? {
        var folders: [String] = []
        var found: String?
        let most = left
        var seen = 0
        forEachEntry(of: place + path, limit: most) { name in
            var status = stat()
            seen += 1
            guard lstat("\(place)\(path)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                return true
            }
            if status.st_ino == number { found = "\(path)/\(name)" }
            folders.append(name)
            return found == nil
        }
        left -= seen
        if let found { return found }
        guard depth < depthLimit else { return nil }
        for folder in folders where left > 0 {
            if let path = find(number, in: place, below: "\(path)/\(folder)", depth: depth + 1, &left) { return path }
        }
        return nil
    }
}
