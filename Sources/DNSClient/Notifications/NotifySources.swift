import DNSCore
import NIOCore
import NIOPosix
import Synchronization

/// The servers whose word counts, by the addresses that they have.
final class NotifySources: Sendable {
    private struct State {
        var servers: [IPAddress: [Server]] = [:]
        var lastLookup: NIODeadline?
        var isLookingUp = false
    }

    private let servers: [Server]
    private let state = Mutex(State())
    /// How long a name's addresses are taken for granted.
    private static let lookupInterval = TimeAmount.seconds(30)

    /// Looks up the servers' names. Those without an address now may have one later.
    init(_ servers: [Server]) async {
        self.servers = servers
        let found = try? await NIOThreadPool.singleton.runIfActive { Self.addresses(of: servers) }
        state.withLock {
            $0.servers = found ?? [:]
            $0.lastLookup = .now()
        }
    }

    subscript(address: IPAddress) -> [Server] { state.withLock { $0.servers[address] ?? [] } }

    /// Somebody unknown has spoken: perhaps a server whose name has got another address. Its next try will be heard.
    func lookUpAgain(on loop: any EventLoop) {
        guard servers.contains(where: { !HostText.isAddress($0.address.host) }) else { return }
        let isDue = state.withLock { state in
            let isDue = state.lastLookup.map { $0 + Self.lookupInterval <= .now() } ?? true
            guard isDue, !state.isLookingUp else { return false }
            state.isLookingUp = true
            return true
        }
        guard isDue else { return }
        NIOThreadPool.singleton.runIfActive(eventLoop: loop) { [servers] in Self.addresses(of: servers) }
            .whenComplete { [self] result in
                state.withLock { state in
                    if case .success(let found) = result { state.servers = found }
                    state.lastLookup = .now()
                    state.isLookingUp = false
                }
            }
    }

    /// Blocks.
    private static func addresses(of servers: [Server]) -> [IPAddress: [Server]] {
        var found: [IPAddress: [Server]] = [:]
        for server in servers {
            for address in (try? HostResolver.look(up: server.address.host, port: server.port)) ?? [] {
                guard let address = IPAddress(address) else { continue }
                found[address, default: []].append(server)
            }
        }
        return found
    }
}

extension IPAddress {
    /// A socket's address; an IPv4 address inside an IPv6 one (`::ffff:192.0.2.1`) as what it is.
    init?(_ address: SocketAddress) {
        guard let literal = address.ipAddress.flatMap(IPAddress.init) else { return nil }
        if case .v6(let long) = literal, long.high == 0, long.low >> 32 == 0xFFFF {
            self = .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: long.low)))
        } else {
            self = literal
        }
    }
}
