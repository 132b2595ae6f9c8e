import DNSClient
import DNSCore
import Testing

@testable import ServiceRegistration

@Suite("What a look at a held name means")
struct NameWatchTests {
    private static let owner = name("_http._tcp.web.svc.test.")
    private let start = ContinuousClock.now

    private func view(_ records: String...) throws -> ZoneView {
        var view = ZoneView(zone: name("svc.test."))
        view.records = RRsets(
            try records.map {
                ResourceRecord(name: Self.owner, ttl: 60, data: try RecordData(type: .srv, text: $0))
            })
        return view
    }

    private let ours = "0 0 1 web1.svc.test."
    private let theirs = "0 0 6 evil.svc.test."
    private let neighbour = "0 0 1 web2.svc.test."

    private func watch(limit: Int = 2) throws -> NameWatch {
        let place = ServicePlace(try RegisteredName(Self.owner), port: 1, target: name("web1.svc.test."))
        return NameWatch(
            place, try view(ours, neighbour), limit: TakeoverLimit(count: limit, window: .seconds(100)))
    }

    private func text(_ judgement: NameWatch.Judgement) -> String {
        switch judgement.event {
        case .lost: "lost"
        case .taken(_, let holders): "taken by \(holders.map { "\($0.location.port)" }.joined(separator: " "))"
        case .yielded: "yielded"
        case .changed(_, let location): "changed to weight \(location.weight)"
        case .restored: "restored"
        default: judgement.isToBePutBack ? "put back" : "fine"
        }
    }

    @Test("others who come and go beside ours are nothing to do with us")
    func neighbours() throws {
        var watch = try watch()
        #expect(text(watch.judge(try view(ours, neighbour), at: start)) == "fine")
        #expect(text(watch.judge(try view(ours), at: start)) == "fine")
        #expect(text(watch.judge(try view(ours, theirs), at: start)) == "fine")
    }

    @Test("gone alone is lost; gone while another comes is taken by that one; it is told once")
    func losses() throws {
        var watch = try watch()
        #expect(text(watch.judge(try view(neighbour), at: start)) == "lost")
        #expect(text(watch.judge(try view(neighbour), at: start)) == "put back")
        watch.wasPutBack(at: start)
        #expect(text(watch.judge(try view(ours, neighbour), at: start)) == "fine")
        #expect(text(watch.judge(try view(neighbour, theirs), at: start)) == "taken by 6")
    }

    @Test("another process of this host is another, too")
    func sameHost() throws {
        var watch = try watch()
        #expect(text(watch.judge(try view("0 0 2 web1.svc.test."), at: start)) == "taken by 2")
    }

    @Test("a name is fought for so often in a time, then left until it is free, then taken back")
    func yielding() throws {
        var watch = try watch()
        for second in 0..<2 {
            #expect(text(watch.judge(try view(theirs), at: start + .seconds(second))) == "taken by 6")
            watch.wasPutBack(at: start + .seconds(second))
            #expect(text(watch.judge(try view(ours, theirs), at: start + .seconds(second))) == "fine")
        }
        #expect(text(watch.judge(try view(theirs), at: start + .seconds(3))) == "yielded")
        #expect(watch.isYielded)
        #expect(text(watch.judge(try view(theirs), at: start + .seconds(4))) == "fine")
        #expect(text(watch.judge(try view(theirs), at: start + .seconds(1000))) == "fine")
        #expect(text(watch.judge(try view(), at: start + .seconds(1001))) == "lost")
        #expect(!watch.isYielded)
    }

    @Test("a name that comes back by somebody else's hand is held again")
    func given() throws {
        var watch = try watch(limit: 0)
        #expect(text(watch.judge(try view(theirs), at: start)) == "yielded")
        #expect(text(watch.judge(try view(ours), at: start)) == "restored")
        #expect(!watch.isYielded)
    }

    @Test("what does not succeed is not counted as a fight")
    func failedRestorations() throws {
        var watch = try watch()
        for _ in 0..<10 { #expect(watch.judge(try view(), at: start).isToBePutBack) }
        #expect(!watch.isYielded)
    }

    @Test("another weight is another's decision: the record is held as it is")
    func drained() throws {
        var watch = try watch()
        #expect(text(watch.judge(try view("0 9 1 web1.svc.test."), at: start)) == "changed to weight 9")
        #expect(text(watch.judge(try view("0 9 1 web1.svc.test."), at: start)) == "fine")
        #expect(watch.place.location.weight == 9)
    }
}

@Suite("When held names are looked at")
struct HoldScheduleTests {
    private let start = ContinuousClock.now

    @Test("about as often as is asked for, and when four fifths of the lease are over")
    func looks() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<100 {
            var schedule = HoldSchedule(interval: .seconds(30), from: start)
            schedule.succeeded(at: start, using: &generator)
            #expect((24...36).contains(schedule.next.seconds(after: start)))
            schedule.leaseBegan(.seconds(20), at: start, using: &generator)
            schedule.succeeded(at: start, using: &generator)
            #expect((15.2...16).contains(schedule.next.seconds(after: start)))
            #expect(!schedule.isRenewalDue(at: start + .seconds(15)))
            #expect(schedule.isRenewalDue(at: start + .seconds(16)))
            schedule.leaseEnded()
            #expect(!schedule.isRenewalDue(at: start + .seconds(1000)))
        }
    }

    @Test("a lease from before is renewed when it would have been, at once if that is over")
    func foundLease() {
        var schedule = HoldSchedule(interval: .seconds(30), from: start)
        schedule.leaseWasFound(.seconds(100), left: .seconds(50), at: start)
        #expect(schedule.renewal.map { abs($0.seconds(after: start) - 30) < 0.01 } == true)
        schedule.leaseWasFound(.seconds(100), left: .seconds(5), at: start)
        #expect(schedule.isRenewalDue(at: start))
    }

    @Test("after failures the pauses double up to a minute, and never are the same for all")
    func failures() {
        var generator = SystemRandomNumberGenerator()
        var schedule = HoldSchedule(interval: .seconds(30), from: start)
        for expected in [1.0, 2, 4, 8, 16, 32, 60, 60] {
            let pause = schedule.failed(at: start, using: &generator)
            #expect((expected * 0.8...expected * 1.2).contains(pause / .seconds(1)))
            #expect(schedule.next == start + pause)
        }
        schedule.succeeded(at: start, using: &generator)
        #expect(schedule.failed(at: start, using: &generator) < .seconds(2))
    }
}

extension ContinuousClock.Instant {
    fileprivate func seconds(after other: Self) -> Double { (self - other) / .seconds(1) }
}
