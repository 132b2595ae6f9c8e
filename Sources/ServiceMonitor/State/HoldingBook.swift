import ServiceCatalog

/// Which stand-in holds which socket, by what the stand-ins say, and which socket listens where, by what the kernel says.
struct HoldingBook: Sendable {
    /// A socket that was seen to listen at an endpoint.
    struct Listener: Hashable, Sendable {
        var inode: UInt64
        /// nil where the kernel does not tell.
        var user: UInt32?
        /// Since when it is none of those that are said to be there; nil while it is.
        var strangeSince: Timestamp?

        /// A socket is its maker's for good. Root may have made it for the stand-in, and may have taken over from another
        /// one; nobody else's socket comes to be a stand-in's.
        func mayBeHeld(by standIn: StandIn) -> Bool { user == standIn.user || user == 0 || standIn.user == 0 }
    }

    private struct Port: Hashable {
        var transport: Transport
        var number: UInt16
    }

    /// So long a socket may be another than the stand-in's before it is taken for a stranger's: what a stand-in says and what
    /// the kernel says do not come at the same moment.
    static let usualPatience = Duration.seconds(1)

    private let patience: Duration
    private(set) var picture = StandInPicture()
    private var claims: [Port: [Holding.Claim]] = [:]
    /// Of endpoints that are looked at, by number; nil for those that are another host's.
    private(set) var listeners: [UInt32: Listener?] = [:]

    init(patience: Duration) { self.patience = patience }

    // MARK: - What stand-ins say

    /// Takes over what they say now.
    mutating func take(_ picture: StandInPicture) {
        self.picture = picture
        claims = [:]
        for entry in picture.entries {
            for word in entry.words {
                let ports = Set(word.sockets.map { Port(transport: $0.transport, number: $0.port) })
                for port in ports { claims[port, default: []].append(Holding.Claim(entry.standIn, word)) }
            }
        }
    }

    // MARK: - What the kernel says

    /// Whether an endpoint is looked at, so that something listening there is no proof that it serves.
    func isLookedAt(_ number: UInt32) -> Bool { !listeners.isEmpty && listeners[number] != nil }

    mutating func note(_ listener: Listener?, at number: UInt32, of endpoint: Endpoint, now: Timestamp) {
        var listener = listener
        if let found = listener {
            let isStrange = [.anothers, .doubtful].contains(holding(found, at: endpoint, now: now).finding)
            let before = listeners[number] ?? nil
            let isSame = before?.inode == found.inode && before?.user == found.user
            listener?.strangeSince = isStrange ? (isSame ? before?.strangeSince : nil) ?? now : nil
        }
        listeners[number] = .some(listener)
    }

    mutating func remove(_ numbers: [UInt32]) {
        guard !listeners.isEmpty else { return }
        for number in numbers { listeners[number] = nil }
    }

    /// Those at which a socket listens that nobody has claimed yet who says to listen there, and that may be a stranger's.
    func doubtful(at now: Timestamp) -> [UInt32] {
        listeners.filter { $1?.strangeSince.map { now.duration(since: $0) < patience * 3 } ?? false }.map(\.key)
    }

    // MARK: - Both together

    /// Who holds an endpoint that is looked at.
    func holding(of number: UInt32, at endpoint: Endpoint, now: Timestamp) -> Holding? {
        guard !listeners.isEmpty, let known = listeners[number] else { return nil }
        guard let listener = known else { return Holding(.elsewhere) }
        return holding(listener, at: endpoint, now: now)
    }

    private func holding(_ listener: Listener, at endpoint: Endpoint, now: Timestamp) -> Holding {
        let claims = claims[Port(transport: endpoint.transport, number: endpoint.port)] ?? []
        let own = claims.first { claim in
            listener.mayBeHeld(by: claim.standIn) && claim.word.sockets.contains { $0.inode == listener.inode }
        }
        if let own { return Holding(.verified, own) }
        guard let claim = claims.first(where: { $0.word.sockets.contains { $0.covers(endpoint) } }) else {
            return Holding(.unclaimed)
        }
        let isSure = listener.strangeSince.map { now.duration(since: $0) >= patience } ?? false
        return Holding(isSure ? .anothers : .doubtful, claim)
    }
}
