import CPlatform
import DNSCore
import Glibc

extension PortOwner {
    /// Whose listening TCP socket has a port here, as the kernel tells any user; nil where it does not.
    static func of(_ port: UInt16, at address: IPAddress) -> PortOwner? {
        let query = platform_socket_owner_open()
        guard query >= 0 else { return nil }
        defer { close(query) }
        var owner = platform_socket_owner()
        guard platform_socket_owner_of_listener(query, platform_peer(address, port: port), &owner) > 0,
            Int(owner.state) == PLATFORM_TCP_LISTEN
        else { return nil }
        return PortOwner(uid: owner.uid)
    }
}

extension platform_peer {
    fileprivate init(_ address: IPAddress, port: UInt16) {
        switch address {
        case .v4(let address): self.init(high: 0, low: UInt64(address.rawValue), port: port, is_v6: 0)
        case .v6(let address): self.init(high: address.high, low: address.low, port: port, is_v6: 1)
        }
    }
}
