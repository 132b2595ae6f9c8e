/// Where connections are counted.
struct CountedPlaces {
    var ports: Set<UInt16> = []
    var paths: Set<String> = []

    init(of sockets: [HeldSocket]) {
        for socket in sockets where socket.label.isStream {
            if let port = socket.label.port { ports.insert(port) } else { paths.insert(socket.label.place) }
        }
    }

    mutating func formUnion(_ other: CountedPlaces) {
        ports.formUnion(other.ports)
        paths.formUnion(other.paths)
    }
}

/// Open connections, as the kernel counts them.
struct ConnectionCounts {
    private let byPort: [UInt16: Int]?
    private let byPath: [String: Int]?

    init(at places: CountedPlaces) {
        byPort = places.ports.isEmpty ? [:] : OpenConnections.tcp(at: places.ports)
        byPath = places.paths.isEmpty ? [:] : OpenConnections.local(at: places.paths)
    }

    /// What the kernel does not tell counts as busy.
    func count(at places: CountedPlaces) -> Int {
        guard let byPort, let byPath else { return 1 }
        return places.ports.reduce(0) { $0 + byPort[$1, default: 0] }
            + places.paths.reduce(0) { $0 + byPath[$1, default: 0] }
    }
}
