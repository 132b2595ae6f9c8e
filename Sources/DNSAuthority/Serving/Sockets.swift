import DNSCore
import Glibc
import NIOCore

/// What an authority listens at.
struct Sockets {
    let datagrams: [DatagramSocket]
    private let configuration: AuthorityConfiguration

    init(_ configuration: AuthorityConfiguration) throws(DatagramServerError) {
        self.configuration = configuration
        var sockets: [DatagramSocket] = []
        for place in configuration.places { sockets.append(try Self.open(at: place)) }
        for descriptor in configuration.datagramDescriptors { sockets.append(try .adopt(descriptor)) }
        datagrams = sockets
    }

    /// Where the kernel chooses the port, it is to be one that TCP can have, too.
    private static func open(at place: SocketPlace) throws(DatagramServerError) -> DatagramSocket {
        for _ in 0..<100 where place.port == 0 {
            let socket = try DatagramSocket.open(at: place)
            if isFree(socket.place) { return socket }
        }
        return try .open(at: place)
    }

    /// Whether TCP can listen there.
    private static func isFree(_ place: SocketPlace) -> Bool {
        guard let address = try? place.address.socketAddress(port: place.port) else { return false }
        let family = place.address.isIPv6 ? AF_INET6 : AF_INET
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        return address.withSockAddr { bind(descriptor, $0, socklen_t($1)) } == 0
    }

    /// TCP at the ports that UDP has got, then TLS, then what was handed down.
    func streams(_ places: [SocketPlace]) -> [StreamListener] {
        places.prefix(configuration.places.count).map { StreamListener(.address($0.address, port: $0.port)) }
            + configuration.tlsPlaces.map { StreamListener(.address($0.address, port: $0.port), isTLS: true) }
            + configuration.streamDescriptors.map { StreamListener(.descriptor($0)) }
    }
}
