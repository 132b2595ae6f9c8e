/// Doubly linked lists of small numbers in two flat arrays, 8 bytes a number: each number is in one list at most and
/// leaves it without the list being known.
struct IndexLists: Sendable {
    struct List: Hashable, Sendable {
        /// A place in `heads`, with the top bit set to tell it from a number.
        fileprivate let reference: UInt32
    }

    private struct Link {
        var next: UInt32
        var previous: UInt32

        static let none = Link(next: .max, previous: .max)
    }

    private static let headBit: UInt32 = 1 << 31

    private var links: [Link] = []
    /// Each list is a ring through its head.
    private var heads: [Link] = []

    mutating func makeList() -> List {
        let list = List(reference: UInt32(heads.count) | Self.headBit)
        heads.append(Link(next: list.reference, previous: list.reference))
        return list
    }

    /// Makes room for the numbers below `count`.
    mutating func grow(to count: Int) {
        guard count > links.count else { return }
        links.append(contentsOf: repeatElement(.none, count: count - links.count))
    }

    func isEmpty(_ list: List) -> Bool { self[list.reference].next == list.reference }

    func first(_ list: List) -> UInt32? {
        let next = self[list.reference].next
        return next == list.reference ? nil : next
    }

    /// The number after `number` in its list.
    func next(after number: UInt32) -> UInt32? {
        let next = links[Int(number)].next
        return next & Self.headBit == 0 ? next : nil
    }

    mutating func append(_ number: UInt32, to list: List) {
        insert(number, between: self[list.reference].previous, and: list.reference)
    }

    mutating func prepend(_ number: UInt32, to list: List) {
        insert(number, between: list.reference, and: self[list.reference].next)
    }

    /// Takes a number out of the list that it is in; nothing happens where it is in none.
    mutating func remove(_ number: UInt32) {
        let link = links[Int(number)]
        guard link.next != Link.none.next else { return }
        self[link.previous].next = link.next
        self[link.next].previous = link.previous
        links[Int(number)] = .none
    }

    mutating func popFirst(_ list: List) -> UInt32? {
        guard let number = first(list) else { return nil }
        remove(number)
        return number
    }

    private mutating func insert(_ number: UInt32, between previous: UInt32, and next: UInt32) {
        links[Int(number)] = Link(next: next, previous: previous)
        self[previous].next = number
        self[next].previous = number
    }

    private subscript(reference: UInt32) -> Link {
        get {
            reference & Self.headBit == 0
                ? links[Int(reference)] : heads[Int(reference & ~Self.headBit)]
        }
        set {
            if reference & Self.headBit == 0 {
                links[Int(reference)] = newValue
            } else {
                heads[Int(reference & ~Self.headBit)] = newValue
            }
        }
    }
}
