/// Where the instances are.
extension GeneratedZone {
    var hostCount: Int { (instanceCount + Self.instancesPerHost - 1) / Self.instancesPerHost }

    /// The address (in host byte order) and port where an instance answers if somebody listens there. No two are the same.
    package func endpoint(ofInstance index: Int) -> (address: UInt32, port: UInt16) {
        let (host, port) = place(ofInstance: index)
        return (Self.address(ofHost: host), port)
    }

    /// Scatters the instances of a service over the hosts.
    func place(ofInstance index: Int) -> (host: Int, port: UInt16) {
        // A prime that is larger than any count has no divisor in common with it: every place is taken once.
        let place = index * 2_147_483_647 % instanceCount
        let (host, slot) = place.quotientAndRemainder(dividingBy: Self.instancesPerHost)
        let firstPort = Int(random(.place, host) % 22_000)
        return (host, UInt16(10_000 + (firstPort + slot) % 22_000))
    }

    /// 127.1.0.1 and on, 254 to a /24.
    static func address(ofHost host: Int) -> UInt32 {
        let (network, low) = host.quotientAndRemainder(dividingBy: 254)
        return 0x7F01_0001 + UInt32(network) << 8 + UInt32(low)
    }

    /// One host in eight has an IPv6 address as well: the IPv4 one, mapped (RFC 4291 section 2.5.5.2), so that a listener
    /// for the one can answer the other.
    func addressRecords(of host: Int) -> String {
        let random = random(.host, host)
        let address = Self.address(ofHost: host)
        let text = "127.\(address >> 16 & 0xFF).\(address >> 8 & 0xFF).\(address & 0xFF)"
        let start = "h\(host) \(Self.timeToLive(random)) IN "
        return random >> 8 & 7 == 0 ? "\(start)A \(text)\n\(start)AAAA ::ffff:\(text)\n" : "\(start)A \(text)\n"
    }
}
