import Glibc

/// Sockets that systemd has bound for us (sd_listen_fds).
struct InheritedSockets {
    var datagrams: [Int32] = []
    var streams: [Int32] = []

    /// The first descriptor that is handed down.
    private static let first: Int32 = 3

    /// Takes them over, once: children do not see them.
    static func take() -> InheritedSockets {
        defer { for name in ["LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"] { unsetenv(name) } }
        var sockets = InheritedSockets()
        guard Environment["LISTEN_PID"].flatMap(pid_t.init) == getpid(),
            let count = Environment["LISTEN_FDS"].flatMap(Int32.init), (1...1024).contains(count)
        else { return sockets }
        for descriptor in first..<first + count {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            switch kind(of: descriptor) {
            case Int32(SOCK_DGRAM.rawValue): sockets.datagrams.append(descriptor)
            case Int32(SOCK_STREAM.rawValue): sockets.streams.append(descriptor)
            default: continue
            }
        }
        return sockets
    }

    var isEmpty: Bool { datagrams.isEmpty && streams.isEmpty }

    private static func kind(of descriptor: Int32) -> Int32? {
        var type: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &length) == 0 ? type : nil
    }
}
