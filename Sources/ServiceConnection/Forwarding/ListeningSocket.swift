import DNSCore
import Glibc

/// A socket that takes connections.
package struct ListeningSocket: Sendable {
    package let descriptor: Int32
    /// As people write it, with the port that the kernel chose.
    package let place: String
    package let port: UInt16?
    /// The path of a Unix socket that is ours to remove, and the file that we have made there.
    private let file: (path: String, device: UInt, inode: UInt)?

    private static let backlog: Int32 = 1024

    /// - Parameter port: 0 lets the kernel choose.
    package init(at address: IPAddress, port: UInt16) throws(ForwardError) {
        let place = ServiceEndpoint(target: .root, address: address, port: port)
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let (family, bytes) = address.socketAddress(port: port)
        let descriptor = socket(family, type, 0)
        guard descriptor >= 0 else { throw ForwardError("\(place): \(Self.errorText)") }
        var on: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, size)
        // One address is one family: [::] takes no IPv4.
        if family == AF_INET6 { setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &on, size) }
        guard withSocketAddress(bytes, { bind(descriptor, $0, $1) }) == 0, listen(descriptor, Self.backlog) == 0 else {
            let reason = Self.errorText
            _ = Glibc.close(descriptor)
            throw ForwardError("cannot listen at \(place): \(reason)")
        }
        self.descriptor = descriptor
        let bound = Self.port(of: descriptor) ?? port
        self.port = bound
        self.place = "\(ServiceEndpoint(target: .root, address: address, port: bound))"
        file = nil
    }

    /// At the path of a Unix socket. One that nobody listens at any more is taken away; one that is in use, and any other
    /// file, is not.
    /// - Parameter mode: Who may connect: write permission.
    package init(unix path: String, mode: mode_t = 0o600) throws(ForwardError) {
        guard let address = unixSocketAddress(path) else {
            throw ForwardError("\(path): a socket's path has 1 to 107 bytes")
        }
        try Self.removeStale(path, address)
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { throw ForwardError("\(path): \(Self.errorText)") }
        // From the first moment on: a mode that is set later leaves a gap.
        let previous = umask(0o777 & ~mode)
        let isBound = withSocketAddress(address) { bind(descriptor, $0, $1) } == 0
        let reason = Self.errorText
        umask(previous)
        var status = stat()
        guard isBound, listen(descriptor, Self.backlog) == 0, lstat(path, &status) == 0 else {
            _ = Glibc.close(descriptor)
            throw ForwardError("cannot listen at \(path): \(reason)")
        }
        self.descriptor = descriptor
        place = "unix:\(path)"
        port = nil
        file = (path, UInt(status.st_dev), UInt(status.st_ino))
    }

    /// One that was handed down, as by systemd: it listens already.
    package init(inherited descriptor: Int32) throws(ForwardError) {
        var isListening: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) == 0, isListening != 0 else {
            throw ForwardError("descriptor \(descriptor) is no socket that listens")
        }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        self.descriptor = descriptor
        port = Self.port(of: descriptor)
        place = "descriptor \(descriptor)" + (port.map { ", port \($0)" } ?? "")
        file = nil
    }

    /// Takes nothing more. A path that another has made anew meanwhile is left alone.
    func close() {
        if let file {
            var status = stat()
            if lstat(file.path, &status) == 0, UInt(status.st_dev) == file.device, UInt(status.st_ino) == file.inode {
                unlink(file.path)
            }
        }
        _ = Glibc.close(descriptor)
    }

    private static func removeStale(_ path: String, _ address: [UInt8]) throws(ForwardError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw ForwardError("\(path) is there and is no socket: nothing is put in its place")
        }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        defer { _ = Glibc.close(descriptor) }
        let isDead = withSocketAddress(address) { connect(descriptor, $0, $1) } != 0 && errno == ECONNREFUSED
        guard isDead else { throw ForwardError("\(path) is in use: somebody listens at it") }
        unlink(path)
    }

    private static func port(of descriptor: Int32) -> UInt16? {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        guard result == 0, [AF_INET, AF_INET6].contains(Int32(storage.ss_family)) else { return nil }
        // The port lies at the same place in both families.
        return withUnsafeBytes(of: storage) { UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self)) }
    }

    private static var errorText: String { String(cString: strerror(errno)) }
}
