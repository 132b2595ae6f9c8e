import Glibc

/// The processes of this host, as far as `/proc` shows them to this user.
enum ProcessTable {
    private static let mostProcesses = 1 << 16
    private static let mostDescriptors = 1 << 16

    /// A process that holds a socket open: one of that user's where there are several.
    static func holder(ofSocket inode: UInt32, preferring user: UInt32) -> Int32? {
        let link = "socket:[\(inode)]".utf8.map { CChar(bitPattern: $0) }
        var holder: Int32?
        forEachEntry(of: "/proc", limit: mostProcesses) { name in
            guard let identifier = Int32(name), holds(identifier, link) else { return true }
            var status = stat()
            let isPreferred = stat("/proc/\(identifier)", &status) == 0 && status.st_uid == user
            if isPreferred || holder == nil { holder = identifier }
            return !isPreferred
        }
        return holder
    }

    /// What a process calls itself; at most 15 bytes.
    static func command(of identifier: Int32) -> String? {
        guard let file = fopen("/proc/\(identifier)/comm", "re") else { return nil }
        defer { fclose(file) }
        var line = [UInt8](repeating: 0, count: 64)
        let count = fread(&line, 1, line.count, file)
        return String(decoding: line.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    private static func holds(_ identifier: Int32, _ link: [CChar]) -> Bool {
        let folder = "/proc/\(identifier)/fd"
        var isFound = false
        forEachEntry(of: folder, limit: mostDescriptors) { name in
            var target = [CChar](repeating: 0, count: 64)
            let count = readlink("\(folder)/\(name)", &target, target.count)
            isFound = count == link.count && target.starts(with: link)
            return !isFound
        }
        return isFound
    }
}

/// Calls `body` for each entry of a folder but `.` and `..`, until it answers false or there have been `limit`. A folder
/// that may not be read has none.
func forEachEntry(of folder: String, limit: Int, _ body: (String) -> Bool) {
    guard let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    var left = limit
    while left > 0, let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
                String(cString: $0)
            }
        }
        guard name != ".", name != ".." else { continue }
        guard body(name) else { return }
        left -= 1
    }
}
