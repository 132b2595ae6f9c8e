import CPlatform
import Glibc

/// The control socket of a stand-in, which everybody who reaches it may connect to.
public final class ControlListener: Sendable {
    /// To be watched, not to be closed.
    public let descriptor: Int32
    public let path: String
    private let file: platform_file_identity

    /// Listens at a path. What an earlier stand-in has left there is replaced.
    /// - Parameter replacing: whether one that still listens there is replaced, too. Who connects meets one or the other at
    ///   every moment; those who wait at the other are its own to accept.
    public init(at path: String, replacing: Bool = false) throws(ControlError) {
        self.path = path
        let isReplaced = replacing ? true : try Self.isLeftOver(path)
        var file = platform_file_identity()
        descriptor = platform_packets_listen(path, 0o666, isReplaced ? 1 : 0, &file)
        guard descriptor >= 0 else {
            throw errno == EEXIST ? .isTaken(path) : .cannotListen(path, errno: errno)
        }
        self.file = file
    }

    /// The socket that another stand-in has listened with at that path. It is this one's from now on.
    public init(owning descriptor: PassedDescriptor, at path: String) throws(ControlError) {
        var there = stat()
        guard lstat(path, &there) == 0 else { throw .cannotListen(path, errno: errno) }
        self.path = path
        self.descriptor = descriptor.take()
        // Whoever connects from now on is told that it is us who listen (SO_PEERCRED).
        listen(self.descriptor, SOMAXCONN)
        file = platform_file_identity(device: UInt64(there.st_dev), inode: UInt64(there.st_ino))
    }

    deinit { close(descriptor) }

    /// One of those who have connected; nil where nobody waits. It is non-blocking.
    public func accept() -> ControlConnection? {
        let connection = platform_packets_accept(descriptor)
        return connection < 0 ? nil : ControlConnection(owning: connection)
    }

    /// Before it is given up: whoever waits still is to be accepted first.
    /// - Parameter removing: whether its file goes, unless somebody else's has taken the place.
    public func end(removing: Bool) {
        if removing { platform_packets_remove(path, file) }
    }

    /// A socket that nobody listens to.
    private static func isLeftOver(_ path: String) throws(ControlError) -> Bool {
        let connection = platform_packets_connect(path, 100)
        guard connection < 0 else {
            close(connection)
            throw .isTaken(path)
        }
        return errno == ECONNREFUSED
    }
}
