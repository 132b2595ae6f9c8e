import DNSCore

/// Which connections there are, from where, and which of them wait for nothing: who may come, and who has to go for it.
struct ConnectionRoll {
    /// A connection's place, never given twice.
    typealias Seat = UInt64

    private struct Entry {
        var network: AddressRange?
        /// When it became idle, as a count of such moments; nil while it is not.
        var idleSince: UInt64?
    }

    private let limit: Int
    private let limitPerNetwork: Int
    private var entries: [Seat: Entry] = [:]
    private var seats: [AddressRange?: Set<Seat>] = [:]
    /// Those that have become idle, in this order; stale where the entry says something else now.
    private var idle: [(seat: Seat, since: UInt64)] = []
    private var firstIdle = 0
    private var lastSeat: Seat = 0
    private var moments: UInt64 = 0

    /// - Parameter limitPerNetwork: from one IPv4 address, or one IPv6 /64.
    init(limit: Int, limitPerNetwork: Int) {
        self.limit = limit
        self.limitPerNetwork = limitPerNetwork
    }

    var count: Int { entries.count }

    struct Admission: Hashable {
        var seat: Seat
        /// Whose connection has to be closed for it.
        var evicted: Seat?
    }

    /// Takes a connection in, as an idle one.
    /// - Returns: nil where there is no room, since all others are busy.
    mutating func admit(_ address: IPAddress?) -> Admission? {
        let network = address.flatMap(AddressRange.init(ofClient:))
        var evicted: Seat?
        if let own = seats[network], own.count >= limitPerNetwork {
            guard let oldest = longestIdle(of: own) else { return nil }
            evicted = oldest
        } else if entries.count >= limit {
            guard let oldest = longestIdle() else { return nil }
            evicted = oldest
        }
        if let evicted { remove(evicted) }
        lastSeat += 1
        entries[lastSeat] = Entry(network: network)
        seats[network, default: []].insert(lastSeat)
        markIdle(lastSeat)
        return Admission(seat: lastSeat, evicted: evicted)
    }

    mutating func markBusy(_ seat: Seat) { entries[seat]?.idleSince = nil }

    mutating func markIdle(_ seat: Seat) {
        guard entries[seat] != nil else { return }
        moments += 1
        entries[seat]?.idleSince = moments
        if idle.count > 2 * entries.count + 64 { forgetStale() }
        idle.append((seat, moments))
    }

    mutating func remove(_ seat: Seat) {
        guard let entry = entries.removeValue(forKey: seat) else { return }
        seats[entry.network]?.remove(seat)
        if seats[entry.network]?.isEmpty ?? false { seats[entry.network] = nil }
    }

    private func longestIdle(of own: Set<Seat>) -> Seat? {
        let waiting = own.lazy.compactMap { seat in self.entries[seat]?.idleSince.map { (seat: seat, since: $0) } }
        return waiting.min { $0.since < $1.since }?.seat
    }

    private mutating func longestIdle() -> Seat? {
        while firstIdle < idle.count {
            let (seat, since) = idle[firstIdle]
            firstIdle += 1
            if entries[seat]?.idleSince == since { return seat }
        }
        return nil
    }

    private mutating func forgetStale() {
        idle = idle[firstIdle...].filter { entries[$0.seat]?.idleSince == $0.since }
        firstIdle = 0
    }
}

extension AddressRange {
    /// What one client may have to itself: an IPv4 address, or an IPv6 /64.
    fileprivate init?(ofClient address: IPAddress) {
        switch address {
        case .v4: self.init(address, prefixLength: 32)
        case .v6(let v6): self.init(.v6(IPv6Address(high: v6.high, low: 0)), prefixLength: 64)
        }
    }
}
