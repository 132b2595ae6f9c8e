import DNSCore
import ServiceCatalog
import Testing

@Suite("What instances were is kept in bounds")
struct ChronicleTests {
    private let instance = InstanceID(rawValue: 70_000)

    private func time(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: seconds * 1_000_000_000) }

    @Test("of one that changes all the time the oldest periods are forgotten")
    func flapping() {
        var chronicle = Chronicle()
        for second in 1...1000 { chronicle.end(StatusPeriod(.up, since: time(Int64(second))), of: instance) }
        #expect(chronicle[instance].count == Chronicle.mostPeriods)
        #expect(chronicle[instance].last?.since == time(1000))
        #expect(chronicle.recent.count <= 1024)
    }

    @Test("what was before anybody had looked is no period")
    func unknown() {
        var chronicle = Chronicle()
        chronicle.end(StatusPeriod(.unknown, since: .distantPast), of: instance)
        #expect(chronicle[instance].isEmpty && chronicle.recent.isEmpty)
    }

    @Test("beyond the first 65,536 instances that change, others leave no trace")
    func instances() {
        var chronicle = Chronicle()
        for number in 0..<Chronicle.mostInstances + 10 {
            chronicle.end(StatusPeriod(.up, since: time(1)), of: InstanceID(rawValue: UInt32(number)))
        }
        #expect(chronicle[InstanceID(rawValue: 0)].count == 1)
        #expect(chronicle[InstanceID(rawValue: UInt32(Chronicle.mostInstances + 5))].isEmpty)
        chronicle.end(StatusPeriod(.down, since: time(2)), of: InstanceID(rawValue: 0))
        #expect(chronicle[InstanceID(rawValue: 0)].count == 2)
    }

    @Test("what is known from before the start stands ahead of what has been seen since")
    func recalled() {
        var chronicle = Chronicle()
        chronicle.end(StatusPeriod(.up, since: time(50)), of: instance)
        chronicle.recall([StatusPeriod(.up, since: time(1)), StatusPeriod(.down, since: time(20))], of: instance)
        #expect(chronicle[instance].map(\.since) == [time(1), time(20), time(50)])
    }

    @Test("a copy keeps what it had")
    func copies() {
        var table = TrailTable()
        let address = IPAddress.v4(IPv4Address(rawValue: 1))
        let note = { (table: inout TrailTable, seconds: Int64) in
            table.note(
                Observation(at: time(seconds), failure: .none, phases: ProbePhases(connect: 5)), verdict: .up,
                since: time(1), at: address, of: instance)
        }
        note(&table, 1)
        let copy = table
        note(&table, 2)
        #expect(copy[instance].first?.observations.count == 1)
        #expect(table[instance].first?.observations.map(\.at) == [time(2), time(1)])
        table.keep([], of: instance)
        #expect(table[instance].isEmpty)
    }

    @Test("of several addresses the worst is told: down before failing before up, and of those that are up the slowest")
    func worst() {
        var table = TrailTable()
        let verdicts: [(UInt32, Verdict, UInt32)] = [(1, .up, 5), (2, .up, 9), (3, .suspect, 1), (4, .down, 0)]
        for (number, verdict, microseconds) in verdicts {
            table.note(
                Observation(at: time(1), failure: .none, phases: ProbePhases(connect: microseconds)),
                verdict: verdict, since: time(1), at: .v4(IPv4Address(rawValue: number)), of: instance)
        }
        let worst = { (count: Int) in Array(table[instance].prefix(count)).worst?.address }
        #expect(worst(2) == .v4(IPv4Address(rawValue: 2)))
        #expect(worst(3) == .v4(IPv4Address(rawValue: 3)))
        #expect(worst(4) == .v4(IPv4Address(rawValue: 4)))
    }
}
