import Glibc

extension ControlPlace {
    /// The folders in which a reader looks for stand-ins: root's and his own, if nobody but them can write there. Then a
    /// socket in it is that of who is trusted here anyway.
    public static func candidates(
        user: UInt32 = geteuid(), runtimeFolder: String? = Self.runtimeFolder
    ) -> [String] {
        [ControlFolder.own(of: 0, runtimeFolder: nil), .own(of: user, runtimeFolder: runtimeFolder)]
            .reduce(into: []) { folders, folder in
                if folder.isTrusted(by: user), !folders.contains(folder.path) { folders.append(folder.path) }
            }
    }

    /// Where stand-ins may be, by name; not each of them needs to live still.
    /// - Parameter folders: as `candidates` tells them.
    public static func found(in folders: [String] = candidates()) -> [ControlPlace] {
        folders.flatMap { folder in
            ControlFolder(path: folder).sockets.filter { $0.hasSuffix(suffix) }.sorted()
                .map { ControlPlace(path: "\(folder)/\($0)") }
        }
    }
}
