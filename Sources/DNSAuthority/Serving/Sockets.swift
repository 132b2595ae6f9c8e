import DNSCore

/// What an authority listens at.
struct Sockets {
    let datagrams: [DatagramSocket]
    private let configuration: AuthorityConfiguration

    init(_ configuration: AuthorityConfiguration) throws(DatagramServerError) {
        self.configuration = configuration
        var sockets: [DatagramSocket] = []
        for place in configuration.places { sockets.append(try .open(at: place)) }
        for descriptor in configuration.datagramDescriptors { sockets.append(try .adopt(descriptor)) }
        datagrams = sockets
    }

    /// TCP at the ports that UDP has got, then TLS, then what was handed down.
    func streams(_ places: [SocketPlace]) -> [StreamListener] {
        places.prefix(configuration.places.count).map { StreamListener(.address($0.address, port: $0.port)) }
            + configuration.tlsPlaces.map { StreamListener(.address($0.address, port: $0.port), isTLS: true) }
            + configuration.streamDescriptors.map { StreamListener(.descriptor($0)) }
    }
}
