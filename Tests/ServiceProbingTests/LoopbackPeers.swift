import CPlatform
import Glibc
import Synchronization

/// A TCP or UDP socket bound to 127.0.0.1; closed when it is let go.
final class LoopbackSocket: Sendable {
    let descriptor: Int32
    let port: UInt16

    /// - Parameter port: 0 lets the kernel choose.
    init(_ type: __socket_type, port: UInt16 = 0) throws {
        let descriptor = socket(AF_INET, Int32(type.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SystemError("socket") }
        var yes: Int32 = 1
        if type == SOCK_STREAM {
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in.loopback(port)
        guard address.withSockaddr({ bind(descriptor, $0, $1) }) == 0 else { throw SystemError("bind") }
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = address.withSockaddr { pointer, _ in getsockname(descriptor, pointer, &size) }
        self.descriptor = descriptor
        self.port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }

    /// Takes connections in until `backlog` wait; nobody ever accepts them.
    func listen(backlog: Int32 = 4096) { _ = Glibc.listen(descriptor, backlog) }

    func connect(to port: UInt16) -> Int32 {
        var address = sockaddr_in.loopback(port)
        return address.withSockaddr { Glibc.connect(descriptor, $0, $1) }
    }
}

struct SystemError: Error {
    let call: String
    let code = errno

    init(_ call: String) { self.call = call }
}

extension sockaddr_in {
    static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    mutating func withSockaddr<Result>(_ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafeMutablePointer(to: &self) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

/// A UDP server on a thread of its own that sends back whatever a closure makes of a request.
final class UDPServer: Sendable {
    var port: UInt16 { socket.port }
    private let socket: LoopbackSocket
    private let wakeup = platform_wakeup_open()

    init(_ answers: @escaping @Sendable ([UInt8]) -> [[UInt8]]) throws {
        let socket = try LoopbackSocket(SOCK_DGRAM)
        self.socket = socket
        let wakeup = dup(wakeup)
        try startThread {
            while Self.waits(socket.descriptor, until: wakeup) { Self.serve(socket.descriptor, answers) }
            close(wakeup)
        }
    }

    deinit {
        platform_wakeup_signal(wakeup)
        close(wakeup)
    }

    private static func waits(_ descriptor: Int32, until wakeup: Int32) -> Bool {
        var watched = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wakeup, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&watched, 2, -1) < 0 {}
        return watched[1].revents == 0
    }

    private static func serve(_ descriptor: Int32, _ answers: ([UInt8]) -> [[UInt8]]) {
        var buffer = [UInt8](repeating: 0, count: 2048)
        var peer = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let count = peer.withSockaddr { address, _ in recvfrom(descriptor, &buffer, buffer.count, 0, address, &size) }
        guard count >= 0 else { return }
        for answer in answers(Array(buffer.prefix(count))) {
            _ = peer.withSockaddr { sendto(descriptor, answer, answer.count, 0, $0, $1) }
        }
    }
}

func startThread(_ body: @escaping @Sendable () -> Void) throws {
    final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
    let argument = Unmanaged.passRetained(Body(body))
    var thread = pthread_t()
    let failure = pthread_create(
        &thread, nil,
        { @Sendable raw in
            raw.map { Unmanaged<Body>.fromOpaque($0).takeRetainedValue().run() }
            return nil
        }, argument.toOpaque())
    guard failure == 0 else { throw SystemError("pthread_create") }
    pthread_detach(thread)
}
