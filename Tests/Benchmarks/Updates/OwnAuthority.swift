import DNSAuthority
import DNSCore
import PeerServers

/// The embedded authority with the zone that is updated, as `svctop serve` runs it, in this process.
struct OwnAuthority {
    private let folder: TemporaryFolder
    private let authority: Authority
    let port: UInt16

    init() async throws {
        folder = try TemporaryFolder()
        let loopback = IPAddress.v4(IPv4Address(rawValue: 0x7F00_0001))
        port = try freeLoopbackPort()
        var configuration = AuthorityConfiguration(
            folder: "\(folder.path)/store", zones: [try UpdateLoad.zone()],
            places: [SocketPlace(loopback, port: port)])
        configuration.updateAddresses = [AddressRange(loopback, prefixLength: 32)].compactMap(\.self)
        authority = try await Authority(configuration)
    }

    func stop() async { await authority.stop() }
}
