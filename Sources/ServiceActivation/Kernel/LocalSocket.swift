import CPlatform
import Glibc

/// A Unix socket that has been made at a path.
package struct LocalSocket: Sendable {
    /// Close-on-exec and blocking; one for connections listens. The caller's to close.
    package let descriptor: Int32
    package let file: LocalSocketFile
    /// Whether a socket file that nobody had a socket at any more was removed first.
    package let replacedStale: Bool

    /// A socket file that nobody has a socket at any more makes room. Who has one does not notice that he was looked for.
    package init(at place: LocalSocketPlace) throws(LocalSocketError) {
        replacedStale = try Self.clear(place.path)
        var wanted = platform_local_file()
        wanted.is_datagram = place.isDatagram ? 1 : 0
        wanted.mode = place.mode
        wanted.owner = place.owner ?? .max
        wanted.group = place.group ?? .max
        var identity = platform_file_identity()
        var step: Int32 = 0
        descriptor = platform_local_open(place.path, &wanted, &identity, &step)
        guard descriptor >= 0 else { throw LocalSocketError(place.path, .init(step: step, errno: errno)) }
        file = LocalSocketFile(path: place.path, identity: identity)
    }

    private static func clear(_ path: String) throws(LocalSocketError) -> Bool {
        guard path.hasPrefix("/"), !path.utf8.contains(0) else { throw LocalSocketError(path, .notAPath) }
        var identity = platform_file_identity()
        switch Int(platform_local_place(path, &identity)) {
        case PLATFORM_PLACE_FREE: return false
        case PLATFORM_PLACE_OTHER_FILE: throw LocalSocketError(path, .otherFile)
        case PLATFORM_PLACE_TAKEN: throw LocalSocketError(path, .taken)
        case PLATFORM_PLACE_STALE:
            guard platform_local_remove(path, &identity) == 0 else { throw LocalSocketError(path, .stale(errno)) }
            return true
        default: throw LocalSocketError(path, .unknown(errno))
        }
    }
}

/// The file of a Unix socket: that one, and not what else is at its path later.
package struct LocalSocketFile: Hashable, Sendable {
    package let path: String
    private let device: UInt64
    private let inode: UInt64

    fileprivate init(path: String, identity: platform_file_identity) {
        self.path = path
        device = identity.device
        inode = identity.inode
    }

    /// The one that is at a path now; nil where it is no socket's. For a socket that another process has made, and handed over.
    package init?(at path: String) {
        var identity = platform_file_identity()
        let place = Int(platform_local_place(path, &identity))
        guard place == PLATFORM_PLACE_TAKEN || place == PLATFORM_PLACE_STALE else { return nil }
        self.init(path: path, identity: identity)
    }

    /// - Returns: false where it is there no more, or another is there, or it may not be removed.
    @discardableResult
    package func remove() -> Bool {
        var identity = platform_file_identity(device: device, inode: inode)
        return platform_local_remove(path, &identity) == 0
    }
}
