/// The tier of an RRset that clients choose from, as far as its members are known, and the sums that shares are made of.
///
/// RFC 2782 puts the records of weight 0 first, draws a number from 0 to the sum of the weights, both included, and takes
/// the first record whose running sum reaches it. So of W in sum, a weight w gets w of the W + 1 numbers, and number 0 goes
/// to the first record in the order: to one of weight 0 where there is one, each of them equally often since their order is
/// free, else to any, each equally often.
package struct SelectionTier: Hashable, Sendable {
    private var priority: UInt16 = 0
    private var weights = 0.0
    private var zeros = 0.0
    /// How many can be chosen; 0 while there is nothing to choose from.
    package private(set) var memberCount = 0

    package init() {}

    /// Takes a record that can be chosen: it counts if no better tier is known.
    package mutating func add(priority: UInt16, weight: UInt16) {
        if memberCount > 0 {
            if priority > self.priority { return }
            if priority < self.priority { self = SelectionTier() }
        }
        self.priority = priority
        weights += Double(weight)
        zeros += weight == 0 ? 1 : 0
        memberCount += 1
    }

    /// How likely a member that was added is to be tried first; 0 outside the tier.
    package func share(priority: UInt16, weight: UInt16) -> Double {
        guard memberCount > 0, priority == self.priority else { return 0 }
        let first = zeros == 0 ? 1 / Double(memberCount) : weight == 0 ? 1 / zeros : 0
        return (Double(weight) + first) / (weights + 1)
    }
}
