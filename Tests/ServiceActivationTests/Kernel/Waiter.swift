import ActivationControl
import CPlatform
import DNSCore
import Glibc
import PeerServers
import ServiceRegistration
import Testing

@testable import ServiceActivation

/// A listening socket of ours, and what clients see of it. Nobody accepts unless told to.
final class Waiter: Sendable {
    enum Place: String, CaseIterable, Sendable {
        case v4 = "127.0.0.1"
        case v6 = "::1"
        /// IPv4 and IPv6 by one socket; clients come by IPv6, from `platform_listener_connect`.
        case any = "::"
        case unix
    }

    let descriptor: Int32
    private let folder: TemporaryFolder?

    init(at place: Place = .v4, isDeferred: Bool = false) throws {
        if place == .unix {
            let folder = try TemporaryFolder()
            self.folder = folder
            descriptor = try LocalSocket(at: LocalSocketPlace(path: "\(folder.path)/socket")).descriptor
        } else {
            folder = nil
            let address = try #require(IPAddress(place.rawValue))
            descriptor = try #require(try NamelessSockets.open(.tcp, port: 0, at: [address]).first)
        }
        if isDeferred { Deferral.set(true, of: descriptor) }
    }

    deinit { close(descriptor) }

    var name: SocketName { SocketName(of: descriptor) }
    var port: UInt16 { name.port ?? 0 }
    var look: AcceptQueue.State { AcceptQueue.look(at: descriptor) }

    /// Connections that nobody has accepted.
    var hasWaiting: Bool {
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&ready, 1, 0) == 1
    }

    func accept() throws -> Peer {
        let connection = Glibc.accept(descriptor, nil, nil)
        try #require(connection >= 0, "\(String(cString: strerror(errno)))")
        return Peer(connection)
    }

    /// Of a socket that does not block; nil where nobody waits.
    func acceptNext() -> Peer? {
        let connection = Glibc.accept(descriptor, nil, nil)
        return connection >= 0 ? Peer(connection) : nil
    }

    func connect() throws -> Peer {
        if name.kind == .unix { return try Peer(connectingTo: name.place) }
        let connection = platform_listener_connect(descriptor)
        try #require(connection >= 0, "\(String(cString: strerror(errno)))")
        var ready = pollfd(fd: connection, events: Int16(POLLOUT), revents: 0)
        try #require(poll(&ready, 1, 20_000) == 1 && ready.revents & Int16(POLLERR) == 0)
        _ = fcntl(connection, F_SETFL, fcntl(connection, F_GETFL) & ~O_NONBLOCK)
        return Peer(connection)
    }
}

/// One end of a connection; closed at the end.
final class Peer: Sendable {
    let descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    init(connectingTo path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(code == 0, "\(path): \(String(cString: strerror(errno)))")
    }

    deinit { close(descriptor) }

    func say(_ text: String = "hello") { _ = send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL)) }

    /// Sends nothing more.
    func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Has the connection end with a reset.
    func willReset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    }

    /// What comes until the other side sends nothing more, waited for no longer than 20 seconds a piece.
    func hear() -> String {
        var heard: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 256)
        while true {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 20_000) == 1 else { return "nothing for 20 seconds" }
            let count = recv(descriptor, &bytes, bytes.count, 0)
            guard count > 0 else { return String(decoding: heard, as: UTF8.self) }
            heard += bytes.prefix(count)
        }
    }
}

/// Waits for what comes without anybody's saying so.
func waitUntil(
    _ what: String, _ location: SourceLocation = #_sourceLocation, _ isReached: () throws -> Bool
) async throws {
    let deadline = ContinuousClock.now.advanced(by: .seconds(20))
    while try !isReached() {
        try #require(ContinuousClock.now < deadline, "waited in vain: \(what)", sourceLocation: location)
        try await Task.sleep(for: .milliseconds(2))
    }
}
