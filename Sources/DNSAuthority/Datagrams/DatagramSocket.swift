import CPlatform
import Glibc
import Synchronization

/// A bound UDP socket. An answer that comes after it has been closed never goes out by a descriptor that has become
/// somebody else's.
package final class DatagramSocket: Sendable {
    let descriptor: Int32
    private let isAdopted: Bool
    private let isOpen = Mutex(true)

    private init(descriptor: Int32, isAdopted: Bool = false) {
        self.descriptor = descriptor
        self.isAdopted = isAdopted
    }

    deinit { close() }

    /// For when nobody waits for anything at it any more.
    func close() {
        isOpen.withLock { isOpen in
            if isOpen { _ = Glibc.close(descriptor) }
            isOpen = false
        }
    }

    package static func open(at place: SocketPlace) throws(DatagramServerError) -> DatagramSocket {
        let descriptor = platform_datagram_open(place.peer)
        guard descriptor >= 0 else { throw DatagramServerError(.open(place), errno: errno) }
        return DatagramSocket(descriptor: descriptor)
    }

    /// Takes over a descriptor that somebody has bound for us, as systemd does.
    package static func adopt(_ descriptor: Int32) throws(DatagramServerError) -> DatagramSocket {
        guard platform_datagram_adopt(descriptor) == 0 else {
            throw DatagramServerError(.adopt(descriptor), errno: errno)
        }
        return DatagramSocket(descriptor: descriptor, isAdopted: true)
    }

    /// Where it is bound.
    package var place: SocketPlace {
        var peer = platform_peer()
        _ = platform_datagram_address(descriptor, &peer)
        return SocketPlace(peer)
    }

    /// This one and more at the same place, over which the kernel spreads what comes; nobody else can join them. What was
    /// handed over, perhaps at a port that we could not bind to, is shared as it is.
    func spread(over count: Int) throws(DatagramServerError) -> [DatagramSocket] {
        if isAdopted { return Array(repeating: self, count: count) }
        var sockets = [self]
        defer { for socket in sockets { platform_datagram_close_group(socket.descriptor) } }
        while sockets.count < count {
            let another = platform_datagram_open_another(descriptor)
            guard another >= 0 else { throw DatagramServerError(.open(place), errno: errno) }
            sockets.append(DatagramSocket(descriptor: another))
        }
        return sockets
    }

    /// Sends an answer without waiting. What the kernel does not take is lost, as anything may be by UDP.
    func send(_ answer: [UInt8], along path: platform_return_path) {
        isOpen.withLock { isOpen in
            guard isOpen else { return }
            answer.withUnsafeBytes {
                _ = platform_datagram_send(descriptor, path, $0.baseAddress, UInt32(clamping: $0.count))
            }
        }
    }
}
