import DNSClient
import Synchronization

/// In which order servers are tried: the primary first, but for a while after it could not be reached the one that could.
final class ServerOrder: Sendable {
    private struct Preference: Sendable {
        var place: Int
        var until: ContinuousClock.Instant
    }

    let servers: [Server]
    private let preference = Mutex<Preference?>(nil)

    private static let memory = Duration.seconds(60)

    /// - Parameter servers: their own keys are not used.
    init(_ servers: [Server]) {
        self.servers = servers.map { server in
            var server = server
            server.key = nil
            return server
        }
    }

    /// Each with its place, for `answered`.
    var current: [(place: Int, server: Server)] {
        let all = servers.enumerated().map { (place: $0.offset, server: $0.element) }
        guard let preferred = preference.withLock({ $0 }), preferred.until > .now else { return all }
        return all.filter { $0.place == preferred.place } + all.filter { $0.place != preferred.place }
    }

    /// A server has said something.
    func answered(_ place: Int) {
        preference.withLock { preference in
            guard place != preference?.place else { return }
            preference = place == 0 ? nil : Preference(place: place, until: .now + Self.memory)
        }
    }

    /// For messages: the primary.
    var description: String { servers.first?.description ?? "" }
}
