import DNSCore
import ServiceCatalog
import Testing

@testable import ServiceProbing

/// Who is probed when, over virtual time.
struct ProbeSchedulerTests {
    private let fast: Simulation.Behaviour = { _, _ in (.none, .milliseconds(1)) }
    private let dead: Simulation.Behaviour = { _, _ in nil }

    private func targets(_ count: Int, perHost: Int = 10) -> [ProbeTarget] {
        (0..<count).map {
            ProbeTarget(
                id: UInt32($0), endpoint: .simulated(host: $0 / perHost, port: UInt16(1 + $0 % perHost)),
                kind: .tcpConnect)
        }
    }

    @Test func `every endpoint is probed once an interval`() {
        var simulation = Simulation(ProbePolicy(interval: .seconds(10), jitter: 0.1))
        simulation.add(targets(500))
        simulation.run(for: .seconds(100), fast)
        for id in 0..<UInt32(500) {
            let times = simulation.probes.filter { $0.id == id }.map(\.startedAt)
            for (earlier, later) in zip(times.dropFirst(), times.dropFirst(2)) {
                let gap = later.duration(since: earlier)
                #expect(gap >= .seconds(9) && gap < .seconds(11.1))
            }
            #expect((9...12).contains(times.count))
        }
    }

    @Test func `a batch that was added at once is spread evenly from its second round on`() {
        var simulation = Simulation(ProbePolicy(interval: .seconds(10)))
        simulation.add(targets(2000))
        simulation.run(for: .seconds(40), fast)
        let late = simulation.probes.map { $0.startedAt.duration(since: .start) }.filter { $0 >= .seconds(20) }
        for second in 20..<39 {
            let count = late.count { $0 >= .seconds(second) && $0 < .seconds(second + 1) }
            #expect((130...270).contains(count), "\(count) of 2000 in second \(second)")
        }
    }

    @Test func `the first round goes as fast as the limits allow`() {
        var simulation = Simulation(ProbePolicy(concurrency: 100))
        simulation.add(targets(5000))
        simulation.run(for: .milliseconds(60), fast)
        #expect(Set(simulation.probes.map(\.id)).count == 5000)
    }

    @Test(arguments: [(1, 1), (7, 3), (64, 64), (1000, 8)])
    func `the limits on concurrency are never exceeded and always used`(all: Int, perHost: Int) {
        var simulation = Simulation(ProbePolicy(concurrency: all, concurrencyPerHost: perHost))
        simulation.add(targets(700, perHost: 70))
        simulation.run(for: .seconds(30)) { id, _ in id % 3 == 0 ? nil : (.none, .milliseconds(Int(id % 50))) }
        #expect(simulation.mostInFlight == min(all, perHost * 10))
        #expect(simulation.mostToOneHost == min(all, perHost))
        #expect(simulation.mostToOneEndpoint == 1)
    }

    @Test func `what the system allows at once is not exceeded either`() {
        var simulation = Simulation(ProbePolicy(concurrency: 1000), concurrency: 5)
        simulation.add(targets(100))
        simulation.run(for: .seconds(10), dead)
        #expect(simulation.mostInFlight == 5)
    }

    @Test func `a dead host does not keep others waiting`() {
        var simulation = Simulation(ProbePolicy(concurrency: 20, concurrencyPerHost: 10))
        simulation.add(targets(1000, perHost: 500))
        simulation.run(for: .seconds(1)) { id, _ in id < 500 ? nil : (.none, .milliseconds(1)) }
        #expect(Set(simulation.reports.map(\.id)) == Set(500..<1000))
    }

    @Test func `a failing endpoint is probed faster, a recovering one too, a long dead one more seldom`() {
        let policy = ProbePolicy(
            interval: .seconds(10), jitter: 0, fallAfter: 3, riseAfter: 3, suspectInterval: .seconds(1),
            longDownInterval: .seconds(60), longDownAfter: .seconds(100))
        var simulation = Simulation(policy)
        simulation.add(targets(1))
        let failing = Timestamp.start + .seconds(50)
        let back = Timestamp.start + .seconds(1000)
        simulation.run(for: .seconds(1100)) { _, now in
            (now >= failing && now < back ? .refused : .none, .milliseconds(1))
        }
        var gaps: [Verdict: Set<Int>] = [:]
        for (report, next) in zip(simulation.reports.dropFirst(), simulation.reports.dropFirst(2)) {
            let gap = next.observation.at.duration(since: report.observation.at)
            gaps[report.verdict, default: []].insert(Int(gap / .seconds(1)))
        }
        #expect(gaps == [.up: [10], .suspect: [1], .recovering: [1], .down: [10, 60]])
    }

    @Test func `an endpoint that fails is down with its third probe and up again with its second answer`() {
        var simulation = Simulation(ProbePolicy(interval: .seconds(10)))
        simulation.add(targets(1))
        let killed = Timestamp.start + .seconds(30)
        let started = Timestamp.start + .seconds(60)
        simulation.run(for: .seconds(90)) { _, now in
            (now >= killed && now < started ? .refused : .none, .milliseconds(1))
        }
        let downAt = simulation.reports.first { $0.verdict == .down }?.observation.at
        let upAt = simulation.reports.last { $0.answersInARow == 2 }?.observation.at
        #expect(downAt.map { $0.duration(since: killed) < .seconds(11 + 2 * 1.2) } == true)
        #expect(upAt.map { $0.duration(since: started) < .seconds(11 + 1.2) } == true)
        var verdicts: [Verdict] = []
        for report in simulation.reports where report.verdict != verdicts.last { verdicts.append(report.verdict) }
        #expect(verdicts == [.up, .suspect, .down, .recovering, .up])
    }

    @Test func `an endpoint that was asked for is probed at once and before others`() {
        var simulation = Simulation(ProbePolicy(concurrency: 1))
        simulation.add(targets(100))
        simulation.run(for: .milliseconds(20), fast)
        simulation.scheduler.probeNow(90)
        let before = simulation.probes.count
        simulation.run(for: .milliseconds(1), fast)
        #expect(simulation.probes[before...].prefix(2).map(\.id).contains(90))
        simulation.run(for: .seconds(5), fast)
        simulation.scheduler.probeNow(7)
        let later = simulation.now
        simulation.run(for: .milliseconds(2), fast)
        #expect(simulation.probes.contains { $0.id == 7 && $0.startedAt == later })
    }

    // MARK: Coming and going

    @Test func `a target of no known protocol is reported once and never probed`() {
        var simulation = Simulation(ProbePolicy())
        simulation.add([ProbeTarget(id: 3, endpoint: .simulated(host: 1, port: 9, transport: .udp), kind: .none)])
        simulation.run(for: .seconds(60), fast)
        #expect(simulation.probes.isEmpty)
        #expect(simulation.reports.map(\.observation.failure) == [.noProbeForProtocol])
        #expect(simulation.reports.map(\.verdict) == [.unknown])
        #expect(simulation.reports.map(\.endpoint.transport) == [.udp])
    }

    @Test func `adding what is there already changes nothing, another endpoint starts anew`() {
        var simulation = Simulation(ProbePolicy())
        simulation.add(targets(1))
        simulation.run(for: .seconds(35)) { _, _ in (.refused, .milliseconds(1)) }
        #expect(simulation.reports.last?.verdict == .down)
        let probes = simulation.probes.count
        simulation.add(targets(1))
        simulation.run(for: .zero, fast)
        #expect(simulation.probes.count == probes)
        simulation.add([ProbeTarget(id: 0, endpoint: .simulated(host: 9, port: 9), kind: .tcpConnect)])
        simulation.run(for: .milliseconds(2), fast)
        #expect(simulation.reports.last?.verdict == .up)
        #expect(simulation.reports.last?.endpoint == .simulated(host: 9, port: 9))
    }

    @Test func `removed endpoints are not probed again, wherever they were`() {
        var scheduler = ProbeScheduler(
            policy: ProbePolicy(concurrency: 3, concurrencyPerHost: 1), purpose: .watch, concurrency: 100, seed: 1,
            at: .start)
        for target in targets(9, perHost: 3) { _ = scheduler.add(target, at: .start) }
        // In flight: 0, 3, 6; behind each of them two that wait for the same host.
        let flights = (0..<3).compactMap { _ in scheduler.nextStart(at: .start) }
        #expect(flights.map { scheduler.flights[$0].id } == [0, 3, 6])
        #expect(scheduler.nextStart(at: .start) == nil)
        scheduler.launched(flights[0], descriptor: 77, nonce: 0, at: .start)
        #expect(scheduler.remove(0)?.descriptor == 77)
        #expect(scheduler.remove(4) == nil)
        // 1 was let go by the end of 0; without it, 2 must be.
        #expect(scheduler.remove(1) == nil)
        #expect(scheduler.nextStart(at: .start).map { scheduler.flights[$0].id } == 2)
        let observation = Observation(at: .start, failure: .none, phases: ProbePhases())
        _ = scheduler.finish(flights[1], observation)
        #expect(scheduler.nextStart(at: .start).map { scheduler.flights[$0].id } == 5)
        for id in 0..<UInt32(9) { _ = scheduler.remove(id) }
        #expect(scheduler.flights.count == 0)
        scheduler.advance(to: .start + .seconds(100))
        #expect(scheduler.nextStart(at: .start + .seconds(100)) == nil)
        #expect(scheduler.nextWake(at: .start + .seconds(100)) == nil)
    }

    @Test func `random adding, removing and asking keeps to the limits and loses nobody`() {
        var generator = SplitMix64(state: 99)
        var simulation = Simulation(ProbePolicy(concurrency: 20, concurrencyPerHost: 4), seed: 5)
        var present: Set<UInt32> = []
        let all = targets(200, perHost: 20)
        for _ in 0..<2000 {
            let target = all[Int.random(in: 0..<200, using: &generator)]
            switch Int.random(in: 0..<4, using: &generator) {
            case 0, 1:
                simulation.add([target])
                present.insert(target.id)
            case 2
            where simulation.scheduler.flights.slots.allSatisfy({ simulation.scheduler.flights[$0].id != target.id }):
                #expect(simulation.scheduler.remove(target.id) == nil)
                present.remove(target.id)
            default:
                simulation.scheduler.probeNow(target.id)
            }
            simulation.run(for: .milliseconds(3)) { id, _ in id % 7 == 0 ? nil : (.none, .milliseconds(Int(id % 9))) }
        }
        let settled = simulation.probes.count
        simulation.run(for: .seconds(30), fast)
        #expect(Set(simulation.probes[settled...].map(\.id)) == present)
        #expect(simulation.mostInFlight <= 20)
        #expect(simulation.mostToOneHost <= 4)
        #expect(simulation.mostToOneEndpoint == 1)
    }

    @Test func `an id beyond the limit is ignored`() {
        var simulation = Simulation(ProbePolicy())
        simulation.add([ProbeTarget(id: .max, endpoint: .simulated(host: 1, port: 1), kind: .tcpConnect)])
        simulation.run(for: .seconds(20), fast)
        #expect(simulation.probes.isEmpty)
        #expect(simulation.scheduler.remove(.max) == nil)
        simulation.scheduler.probeNow(.max)
    }

    @Test func `IPv6 endpoints keep their addresses while others come and go`() {
        var scheduler = ProbeScheduler(policy: ProbePolicy(), purpose: .watch, concurrency: 100, seed: 1, at: .start)
        func endpoint(_ number: UInt64) -> Endpoint {
            Endpoint(address: .v6(IPv6Address(high: 0xFD00 << 48, low: number)), port: 1, transport: .tcp)
        }
        for id in 0..<UInt32(10) {
            _ = scheduler.add(ProbeTarget(id: id, endpoint: endpoint(UInt64(id)), kind: .tcpConnect), at: .start)
        }
        for id in 3..<UInt32(6) { _ = scheduler.remove(id) }
        for id in 3..<UInt32(6) {
            _ = scheduler.add(ProbeTarget(id: id, endpoint: endpoint(UInt64(id) + 100), kind: .tcpConnect), at: .start)
        }
        var seen: [UInt32: Endpoint] = [:]
        while let flight = scheduler.nextStart(at: .start) {
            seen[scheduler.flights[flight].id] = scheduler.endpoint(of: flight)
        }
        #expect(seen.count == 10)
        for (id, found) in seen { #expect(found == endpoint(UInt64(id) + ((3..<6).contains(id) ? 100 : 0))) }
    }

    // MARK: When the system has no more to give

    @Test func `a probe that could not be sent goes back to be the next, and fewer fly from then on`() throws {
        var scheduler = ProbeScheduler(policy: ProbePolicy(), purpose: .watch, concurrency: 100, seed: 1, at: .start)
        for target in targets(100) { _ = scheduler.add(target, at: .start) }
        var flights: [UInt32] = []
        for _ in 0..<41 { if let flight = scheduler.nextStart(at: .start) { flights.append(flight) } }
        let last = try #require(flights.last)
        flights.removeLast()
        let id = scheduler.flights[last].id
        scheduler.postpone(last)
        #expect(!scheduler.canStart)
        let observation = Observation(at: .start, failure: .none, phases: ProbePhases())
        while !scheduler.canStart { _ = scheduler.finish(flights.removeFirst(), observation) }
        #expect((25...35).contains(scheduler.flights.count))
        #expect(scheduler.nextStart(at: .start).map { scheduler.flights[$0].id } == id)
    }

    @Test func `the window grows back to what it was`() {
        var window = ConcurrencyWindow(maximum: 100)
        window.shrink(inFlight: 40)
        #expect(window.limit == 30)
        for _ in 0..<280 { window.probeEnded() }
        #expect(window.limit == 100)
        window.probeEnded()
        #expect(window.limit == 100)
        window.shrink(inFlight: 0)
        #expect(window.limit == 1)
    }

    @Test func `probes that could not be sent leave the verdict as it is`() {
        var simulation = Simulation(ProbePolicy(interval: .seconds(10)))
        simulation.add(targets(1))
        let trouble = Timestamp.start + .seconds(30)
        simulation.run(for: .seconds(200)) { _, now in (now >= trouble ? .probeFailed : .none, .milliseconds(1)) }
        #expect(simulation.reports.last?.observation.failure == .probeFailed)
        #expect(Set(simulation.reports.map(\.verdict)) == [.up])
    }

    // MARK: Sweeps

    @Test func `a sweep reports each endpoint once, with its verdict`() {
        var simulation = Simulation(ProbePolicy(timeout: .seconds(1), concurrency: 50), purpose: .sweep)
        simulation.add(targets(300))
        simulation.add([ProbeTarget(id: 300, endpoint: .simulated(host: 1, port: 9, transport: .udp), kind: .none)])
        // A third answers, a third is dead, a third answers with the second probe.
        var asked: [UInt32: Int] = [:]
        simulation.run(for: .seconds(60)) { id, _ in
            asked[id, default: 0] += 1
            switch id % 3 {
            case 0: return (.none, .milliseconds(1))
            case 1: return nil
            default: return (asked[id] == 1 ? .refused : .none, .milliseconds(1))
            }
        }
        #expect(simulation.scheduler.unsettled == 0)
        #expect(simulation.reports.count == 301)
        for report in simulation.reports where report.id < 300 {
            #expect(report.verdict == (report.id % 3 == 1 ? .down : .up))
            #expect(asked[report.id] == [1, 3, 2][Int(report.id % 3)])
        }
    }

    @Test func `a sweep gives up on what cannot be sent`() {
        var simulation = Simulation(ProbePolicy(), purpose: .sweep)
        simulation.add(targets(3))
        simulation.run(for: .seconds(60)) { _, _ in (.probeFailed, .milliseconds(1)) }
        #expect(simulation.scheduler.unsettled == 0)
        #expect(simulation.reports.map(\.verdict) == [.unknown, .unknown, .unknown])
        #expect(simulation.reports.allSatisfy { $0.observation.failure == .probeFailed })
    }

    @Test func `an answer that took longer than the limit is slow`() {
        var scheduler = ProbeScheduler(
            policy: ProbePolicy(slowLimit: .milliseconds(5)), purpose: .watch, concurrency: 10, seed: 1, at: .start)
        for target in targets(2) { _ = scheduler.add(target, at: .start) }
        let slow = [UInt32(5000), 5001].compactMap { microseconds -> Bool? in
            guard let flight = scheduler.nextStart(at: .start) else { return nil }
            let observation = Observation(at: .start, failure: .none, phases: ProbePhases(connect: microseconds))
            return scheduler.finish(flight, observation)?.isSlow
        }
        #expect(slow == [false, true])
    }
}
