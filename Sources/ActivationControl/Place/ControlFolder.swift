import Glibc

/// A folder with control sockets.
struct ControlFolder: Hashable {
    var path: String

    /// - Parameter runtimeFolder: `XDG_RUNTIME_DIR`, which root has no use for.
    static func own(of user: UInt32, runtimeFolder: String?) -> ControlFolder {
        if user == 0 { return ControlFolder(path: "/run/svctop") }
        return ControlFolder(path: runtimeFolder.map { "\($0)/svctop" } ?? "/tmp/svctop-\(user)")
    }

    /// Where it is not there yet. Everybody may look into root's, to ask for the status of services.
    func make() throws(ControlError) {
        let mode: mode_t = geteuid() == 0 ? 0o755 : 0o700
        guard mkdir(path, mode) != 0 else {
            // Whatever umask(2) says.
            chmod(path, mode)
            return
        }
        guard errno == EEXIST else { throw .noFolder(path, errno: errno) }
    }

    /// Whether nobody but its owner, root or we, can remove or replace a file of ours there.
    var keepsFiles: Bool {
        guard let status = status(followingLink: true), [0, geteuid()].contains(status.st_uid) else { return false }
        return !status.isWritableByOthers || status.st_mode & S_ISVTX != 0
    }

    /// Whether nobody but root or a user can put a file there.
    func isTrusted(by user: UInt32) -> Bool {
        guard let status = status(followingLink: false) else { return false }
        return [0, user].contains(status.st_uid) && !status.isWritableByOthers
    }

    /// The names of the sockets in it; of a great many, not all.
    var sockets: [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while names.count < Self.mostSockets, let entry = readdir(stream) {
            guard Int(entry.pointee.d_type) == DT_SOCK else { continue }
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names
    }

    private static let mostSockets = 1024

    private func status(followingLink: Bool) -> stat? {
        var status = stat()
        guard (followingLink ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        return status.st_mode & S_IFMT == S_IFDIR ? status : nil
    }
}

extension stat {
    fileprivate var isWritableByOthers: Bool { st_mode & (S_IWGRP | S_IWOTH) != 0 }
}
