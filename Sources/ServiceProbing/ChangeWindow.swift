/// How often something happened within a sliding window, in six bytes: eight steps with a count of up to 15 each.
///
/// The window is exact to one step: what is between seven and eight steps old may be forgotten already.
struct ChangeWindow: Sendable {
    static let stepCount = 8

    /// Four bits a step, the current one lowest.
    private var counts: UInt32 = 0
    /// The number of the current step, from the clock; it may wrap.
    private var step: UInt16 = 0

    /// Forgets what has left the window. Must be called more often than the step's number wraps.
    mutating func advance(to newStep: UInt16) {
        let steps = newStep &- step
        counts = steps >= Self.stepCount ? 0 : counts << (4 * UInt32(steps))
        step = newStep
    }

    mutating func count() {
        if counts & 0xF < 0xF { counts += 1 }
    }

    var total: Int {
        var sum = 0
        var rest = counts
        while rest != 0 {
            sum += Int(rest & 0xF)
            rest >>= 4
        }
        return sum
    }
}
