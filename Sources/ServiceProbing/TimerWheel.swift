import ServiceCatalog

/// A hashed timer wheel over `IndexLists`: numbers that become due at a tick of 67 ms, coarse so that
/// few timers wake a thread seldom.
///
/// Setting, moving and cancelling cost the same whatever the number of timers. A number due more than a turn
/// (69 s) ahead is passed over once a turn.
struct TimerWheel: Sendable {
    private static let tickBits: Int64 = 26
    private static let bucketCount: Int64 = 1024

    private let origin: Timestamp
    private let buckets: [IndexLists.List]
    /// A bit for each bucket that may hold something.
    private var occupied: [UInt64]
    /// By number: the tick at which it is due, less its upper half: compared by difference.
    private var due: [UInt32] = []
    /// Everything up to this tick has been taken out.
    private var tick: Int64 = 0

    init(origin: Timestamp, lists: inout IndexLists) {
        self.origin = origin
        var buckets: [IndexLists.List] = []
        for _ in 0..<Self.bucketCount { buckets.append(lists.makeList()) }
        self.buckets = buckets
        occupied = [UInt64](repeating: 0, count: Int(Self.bucketCount) / 64)
    }

    /// Makes room for the numbers below `count`.
    mutating func grow(to count: Int) {
        guard count > due.count else { return }
        due.append(contentsOf: repeatElement(0, count: count - due.count))
    }

    /// Makes a number that is in no list due at `time`, or at the next tick where that is past. Never early.
    mutating func set(_ number: UInt32, at time: Timestamp, in lists: inout IndexLists) {
        let when = max(tickNumber(time.nanoseconds &+ (1 << Self.tickBits) &- 1), tick + 1)
        due[Int(number)] = UInt32(truncatingIfNeeded: when)
        let bucket = Self.bucket(when)
        lists.append(number, to: buckets[bucket])
        occupied[bucket / 64] |= 1 << UInt64(bucket % 64)
    }

    /// Moves on to `now`, and what has become due to the end of a list.
    mutating func advance(to now: Timestamp, in lists: inout IndexLists, movingDueTo list: IndexLists.List) {
        let newTick = tickNumber(now.nanoseconds)
        guard newTick > tick else { return }
        let first = tick + 1
        tick = newTick
        for step in first...min(newTick, first + Self.bucketCount - 1) {
            let bucket = Self.bucket(step)
            guard occupied[bucket / 64] & 1 << UInt64(bucket % 64) != 0 else { continue }
            empty(bucket, in: &lists, into: list)
        }
    }

    private mutating func empty(_ bucket: Int, in lists: inout IndexLists, into list: IndexLists.List) {
        let now = UInt32(truncatingIfNeeded: tick)
        var next = lists.first(buckets[bucket])
        while let number = next {
            next = lists.next(after: number)
            guard Int32(bitPattern: due[Int(number)] &- now) <= 0 else { continue }
            lists.remove(number)
            lists.append(number, to: list)
        }
        if lists.isEmpty(buckets[bucket]) { occupied[bucket / 64] &= ~(1 << UInt64(bucket % 64)) }
    }

    /// When `advance` may have something to do next; nil while nothing is set.
    var nextDue: Timestamp? {
        let start = Self.bucket(tick + 1)
        for step in 0...occupied.count {
            let word = (start / 64 + step) % occupied.count
            var bits = occupied[word]
            // The first word is looked at twice: its upper part first, its lower part after a whole turn.
            if step == 0 { bits &= ~0 << UInt64(start % 64) }
            if step == occupied.count { bits &= ~(~0 << UInt64(start % 64)) }
            guard bits != 0 else { continue }
            let ahead = Self.bucket(Int64(word * 64 + bits.trailingZeroBitCount - start))
            return Timestamp(nanoseconds: origin.nanoseconds &+ (tick + 1 + Int64(ahead)) << Self.tickBits)
        }
        return nil
    }

    private static func bucket(_ tick: Int64) -> Int { Int(tick & (bucketCount - 1)) }

    private func tickNumber(_ nanoseconds: Int64) -> Int64 { (nanoseconds &- origin.nanoseconds) >> Self.tickBits }
}
