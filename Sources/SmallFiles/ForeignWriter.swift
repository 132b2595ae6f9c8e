import Glibc

/// Somebody besides root and us who could change what a file says. For files that name what we run, or as whom.
package enum ForeignWriter: Error, Hashable, Sendable {
    /// Whose file or folder it is.
    case owner(UInt32, of: String)
    case group(UInt32, of: String)
    case everyone(of: String)
    /// Such a folder is fit for nobody's files but its owner's: it has no sticky bit.
    case everyoneInFolder(String)
    /// It was put elsewhere while it was read.
    case moved(String)
}

extension ForeignWriter {
    /// Looks at an open file, and at all folders that it and, where it was opened by a link, that link lie in.
    /// - Parameters:
    ///   - descriptor: of a file or a pipe, which lies in no folder.
    ///   - path: what the user calls it.
    package static func check(_ descriptor: Int32, _ path: String) throws(ForeignWriter) {
        var file = stat()
        guard fstat(descriptor, &file) == 0 else { throw .moved(path) }
        try check(file, path)
        // What has no name any more, nobody can put something else in the place of.
        guard file.st_mode & S_IFMT == S_IFREG, file.st_nlink > 0 else { return }
        guard let place = place(of: descriptor) else { throw .moved(path) }
        try checkFolders(from: folder(of: place))
        // Who can replace a link there says which file is read next.
        guard let named = realPath(folder(of: path)) else { throw .moved(path) }
        try checkFolders(from: named)
        var again = stat()
        guard lstat(place, &again) == 0, again.st_ino == file.st_ino, again.st_dev == file.st_dev else {
            throw .moved(path)
        }
    }

    private static func check(_ file: stat, _ path: String) throws(ForeignWriter) {
        guard isTrusted(file.st_uid) else { throw .owner(file.st_uid, of: path) }
        if file.st_mode & S_IWOTH != 0 { throw .everyone(of: path) }
        if file.st_mode & S_IWGRP != 0, !isOurs(group: file.st_gid) { throw .group(file.st_gid, of: path) }
    }

    /// Up to the root: who can rename a folder can put another in its place.
    private static func checkFolders(from path: String) throws(ForeignWriter) {
        var path = path
        while true {
            var folder = stat()
            guard stat(path, &folder) == 0 else { throw .moved(path) }
            guard isTrusted(folder.st_uid) else { throw .owner(folder.st_uid, of: path) }
            // In a sticky one, a file is its owner's all the same.
            if folder.st_mode & S_ISVTX == 0 {
                if folder.st_mode & S_IWOTH != 0 { throw .everyoneInFolder(path) }
                if folder.st_mode & S_IWGRP != 0, !isOurs(group: folder.st_gid) {
                    throw .group(folder.st_gid, of: path)
                }
            }
            guard path != "/" else { return }
            path = self.folder(of: path)
        }
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Without symbolic links; nil for what is not there.
    private static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// Where it is by now, without symbolic links.
    private static func place(of descriptor: Int32) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count)
        guard count > 0, count < buffer.count else { return nil }
        let bytes = buffer.prefix(count).map { UInt8(bitPattern: $0) }
        return bytes.first == UInt8(ascii: "/") ? String(decoding: bytes, as: UTF8.self) : nil
    }
}

// MARK: - Who is trusted

extension ForeignWriter {
    private static func isTrusted(_ user: uid_t) -> Bool { user == 0 || user == geteuid() }

    /// Root's, or the one that Debian gives every user for himself, as long as nobody else is in it.
    private static func isOurs(group: gid_t) -> Bool {
        if group == 0 { return true }
        guard let user = getpwuid(geteuid()), user.pointee.pw_gid == group else { return false }
        let name = String(cString: user.pointee.pw_name)
        guard let entry = getgrgid(group), String(cString: entry.pointee.gr_name) == name else { return false }
        var member = entry.pointee.gr_mem
        while let text = member?.pointee {
            guard String(cString: text) == name else { return false }
            member = member?.successor()
        }
        return true
    }
}

extension ForeignWriter: CustomStringConvertible {
    package var description: String {
        switch self {
        case .owner(let user, let path):
            "\(path) belongs to \(Self.name(ofUser: user)), who could make svctop run anything: chown "
                + "\(Self.name(ofUser: geteuid())) \(path)"
        case .group(let group, let path):
            "\(path) can be written by the group \(Self.name(ofGroup: group)), which could make svctop run anything: "
                + "chmod g-w \(path)"
        case .everyone(let path):
            "\(path) can be written by everyone, who could make svctop run anything: chmod o-w \(path)"
        case .everyoneInFolder(let path):
            "everyone can put files into \(path), and so make svctop run anything: chmod o-w \(path), or put the file "
                + "elsewhere"
        case .moved(let path): "\(path) was moved while it was read: try again"
        }
    }

    private static func name(ofUser user: uid_t) -> String {
        getpwuid(user).map { String(cString: $0.pointee.pw_name) } ?? "uid \(user)"
    }

    private static func name(ofGroup group: gid_t) -> String {
        getgrgid(group).map { String(cString: $0.pointee.gr_name) } ?? "gid \(group)"
    }
}
