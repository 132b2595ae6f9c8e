import ServiceCatalog
import Testing

@testable import ServiceProbing

struct TimerWheelTests {
    @Test func `nothing is due early, and everything soon after its time, also turns of the wheel ahead`() {
        var generator = SplitMix64(state: 7)
        var lists = IndexLists()
        let due = lists.makeList()
        var wheel = TimerWheel(origin: .start, lists: &lists)
        let count: UInt32 = 2000
        lists.grow(to: Int(count))
        wheel.grow(to: Int(count))
        var times: [UInt32: Timestamp] = [:]
        for number in 0..<count {
            let time = Timestamp.start + .milliseconds(Int.random(in: 0...400_000, using: &generator))
            times[number] = time
            wheel.set(number, at: time, in: &lists)
        }
        var now = Timestamp.start
        while let next = wheel.nextDue {
            #expect(next > now)
            now = next
            wheel.advance(to: now, in: &lists, movingDueTo: due)
            while let number = lists.popFirst(due) {
                guard let time = times.removeValue(forKey: number) else {
                    Issue.record("\(number) was due twice")
                    continue
                }
                #expect(time <= now)
                #expect(now.duration(since: time) < .milliseconds(70))
            }
        }
        #expect(times.isEmpty)
    }

    @Test func `sleeps as long as nothing is due, and for ever when nothing is set`() {
        var lists = IndexLists()
        let due = lists.makeList()
        var wheel = TimerWheel(origin: .start, lists: &lists)
        lists.grow(to: 2)
        wheel.grow(to: 2)
        #expect(wheel.nextDue == nil)
        wheel.set(0, at: .start + .seconds(30), in: &lists)
        let next = wheel.nextDue
        #expect(next.map { $0 >= .start + .seconds(30) && $0 < .start + .seconds(31) } == true)
        wheel.advance(to: .start + .seconds(31), in: &lists, movingDueTo: due)
        #expect(lists.popFirst(due) == 0)
        #expect(wheel.nextDue == nil)
    }

    @Test func `what is taken out does not become due, and what is set for the past does at once`() {
        var lists = IndexLists()
        let due = lists.makeList()
        var wheel = TimerWheel(origin: .start, lists: &lists)
        lists.grow(to: 3)
        wheel.grow(to: 3)
        wheel.advance(to: .start + .seconds(100), in: &lists, movingDueTo: due)
        wheel.set(0, at: .start + .seconds(101), in: &lists)
        wheel.set(1, at: .start, in: &lists)
        lists.remove(0)
        wheel.advance(to: .start + .seconds(100) + .milliseconds(68), in: &lists, movingDueTo: due)
        #expect(lists.popFirst(due) == 1)
        wheel.advance(to: .start + .seconds(200), in: &lists, movingDueTo: due)
        #expect(lists.popFirst(due) == nil)
    }

    @Test func `catches up after years asleep`() {
        var lists = IndexLists()
        let due = lists.makeList()
        var wheel = TimerWheel(origin: .start, lists: &lists)
        lists.grow(to: 10)
        wheel.grow(to: 10)
        for number in 0..<UInt32(10) { wheel.set(number, at: .start + .seconds(Int(number) * 50), in: &lists) }
        wheel.advance(to: .start + .seconds(3 * 365 * 86_400), in: &lists, movingDueTo: due)
        var numbers: Set<UInt32> = []
        while let number = lists.popFirst(due) { numbers.insert(number) }
        #expect(numbers.count == 10)
        wheel.set(3, at: .start + .seconds(3 * 365 * 86_400 + 10), in: &lists)
        wheel.advance(to: .start + .seconds(3 * 365 * 86_400 + 9), in: &lists, movingDueTo: due)
        #expect(lists.popFirst(due) == nil)
        wheel.advance(to: .start + .seconds(3 * 365 * 86_400 + 11), in: &lists, movingDueTo: due)
        #expect(lists.popFirst(due) == 3)
    }
}
