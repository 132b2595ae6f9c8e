import DNSCore
import Testing

@testable import DNSAuthority

@Suite("Who may come, and who has to go for it")
struct ConnectionRollTests {
    private func expect(
        _ seat: ConnectionRoll.Seat?, evictedBy address: String, in roll: inout ConnectionRoll,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let admission = roll.admit(IPAddress(address))
        #expect(try #require(admission).evicted == seat, sourceLocation: location)
    }

    @Test("the longest idle goes first; who is busy stays")
    func order() throws {
        var roll = ConnectionRoll(limit: 3, limitPerNetwork: 3)
        let seats = try (1...3).map { try roll.seat(from: "10.0.0.\($0)") }
        roll.markBusy(seats[0])
        roll.markBusy(seats[1])
        roll.markIdle(seats[1])
        try expect(seats[2], evictedBy: "10.0.0.4", in: &roll)
        try expect(seats[1], evictedBy: "10.0.0.5", in: &roll)
        #expect(roll.count == 3)
    }

    @Test("where all are busy there is no room")
    func full() throws {
        var roll = ConnectionRoll(limit: 2, limitPerNetwork: 2)
        for _ in 0..<2 { roll.markBusy(try roll.seat(from: "::1")) }
        let none = roll.admit(IPAddress("::2:0:0:0:1"))
        #expect(none == nil)
        #expect(roll.count == 2)
    }

    @Test("one client makes room for itself, not at the cost of others")
    func perClient() throws {
        var roll = ConnectionRoll(limit: 100, limitPerNetwork: 2)
        let other = try roll.seat(from: "10.0.0.1")
        let own = try roll.seat(from: "10.0.0.2")
        _ = try roll.seat(from: "10.0.0.2")
        try expect(own, evictedBy: "10.0.0.2", in: &roll)
        try expect(nil, evictedBy: "10.0.0.1", in: &roll)
        try expect(other, evictedBy: "10.0.0.1", in: &roll)
    }

    @Test("the addresses of a /64 are one client")
    func networks() throws {
        var roll = ConnectionRoll(limit: 100, limitPerNetwork: 1)
        let first = try roll.seat(from: "2001:db8::1")
        try expect(nil, evictedBy: "2001:db8:0:1::1", in: &roll)
        try expect(first, evictedBy: "2001:db8::ffff:1", in: &roll)
    }

    @Test("whatever comes and goes, it is as if all were looked at each time")
    func random() throws {
        var random = SeededGenerator(state: 11)
        var roll = ConnectionRoll(limit: 20, limitPerNetwork: 6)
        var model: [(seat: UInt64, network: Int, idleSince: Int?)] = []
        for moment in 0..<5000 {
            let index = model.indices.randomElement(using: &random)
            switch (Int.random(in: 0..<4, using: &random), index) {
            case (0, let index?):
                roll.markBusy(model[index].seat)
                model[index].idleSince = nil
            case (1, let index?):
                roll.markIdle(model[index].seat)
                model[index].idleSince = moment
            case (2, let index?) where Bool.random(using: &random): roll.remove(model.remove(at: index).seat)
            default:
                let network = Int.random(in: 0..<8, using: &random)
                let own = model.filter { $0.network == network }
                let candidates = own.count >= 6 ? own : model.count >= 20 ? model : []
                let oldest = candidates.filter { $0.idleSince != nil }.min { $0.idleSince ?? 0 < $1.idleSince ?? 0 }
                let admission = roll.admit(IPAddress("10.0.0.\(network)"))
                if !candidates.isEmpty { #expect(admission?.evicted == oldest?.seat) }
                guard let admission else {
                    #expect(!candidates.isEmpty && oldest == nil)
                    continue
                }
                model.removeAll { $0.seat == admission.evicted }
                model.append((admission.seat, network, moment))
            }
            #expect(roll.count == model.count)
        }
    }
}

extension ConnectionRoll {
    fileprivate mutating func seat(from address: String) throws -> Seat {
        let admission = admit(IPAddress(address))
        return try #require(admission).seat
    }
}
