import ServiceCatalog

/// A probe that is under way.
struct Flight: Sendable {
    let id: UInt32
    /// Its address in `HostLimits`.
    let host: UInt32
    let generation: UInt32
    /// -1 until there is a socket.
    var descriptor: Int32 = -1
    var startedAt: Timestamp
    /// What an answer must show to belong to this probe.
    var nonce: UInt64 = 0
    /// Datagrams from the peer that were no answer to this probe.
    var wrongAnswers: UInt8 = 0
    /// The token of the conversation that has the socket now; 0 while there is none.
    var conversation: UInt64 = 0
    /// Of a conversation: microseconds until the connection was made.
    var connectedIn: UInt32 = 0
    var owner: SocketOwner?
}

/// The probes under way, in the order of their start: all wait equally long, so the oldest is the next to time out.
struct FlightTable: Sendable {
    private var flights: [Flight] = []
    private var free: [UInt32] = []
    private var lists = IndexLists()
    private let order: IndexLists.List
    private var started: UInt32 = 0

    init() { order = lists.makeList() }

    var count: Int { flights.count - free.count }

    var oldest: UInt32? { lists.first(order) }

    subscript(slot: UInt32) -> Flight {
        get { flights[Int(slot)] }
        set { flights[Int(slot)] = newValue }
    }

    mutating func insert(id: UInt32, host: UInt32, at now: Timestamp) -> UInt32 {
        started &+= 1
        let flight = Flight(id: id, host: host, generation: started, startedAt: now)
        let slot: UInt32
        if let reused = free.popLast() {
            slot = reused
            flights[Int(slot)] = flight
        } else {
            slot = UInt32(flights.count)
            flights.append(flight)
            lists.grow(to: flights.count)
        }
        lists.append(slot, to: order)
        return slot
    }

    mutating func remove(_ slot: UInt32) -> Flight {
        lists.remove(slot)
        free.append(slot)
        defer { flights[Int(slot)].descriptor = -1 }
        return flights[Int(slot)]
    }

    /// The probes under way, oldest first.
    var slots: [UInt32] {
        var slots: [UInt32] = []
        var next = oldest
        while let slot = next {
            slots.append(slot)
            next = lists.next(after: slot)
        }
        return slots
    }

    /// Names a flight so that an event of one before it in the same place is not taken for its own.
    func token(_ slot: UInt32) -> UInt64 { UInt64(flights[Int(slot)].generation) << 32 | UInt64(slot) }

    /// The flight that a token names, if it is still under way.
    func slot(token: UInt64) -> UInt32? {
        let slot = UInt32(truncatingIfNeeded: token)
        guard slot < flights.count, flights[Int(slot)].generation == UInt32(truncatingIfNeeded: token >> 32),
            flights[Int(slot)].descriptor >= 0
        else { return nil }
        return slot
    }
}
