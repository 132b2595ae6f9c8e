/// A list for each of a zone's instances, most of them empty: those take no room. Copies share what neither side has
/// written since, in small pieces: probes come for every instance, in any order.
struct InstanceLists<Element: Sendable>: Sendable {
    private static var shift: Int { 6 }
    private static var mask: Int { 1 << shift - 1 }

    private var chunks: [ContiguousArray<[Element]>?] = []
    /// Lists that are not empty.
    private(set) var count = 0

    init() {}

    subscript(instance: InstanceID) -> [Element] {
        let chunk = instance.row.index >> Self.shift
        return chunk < chunks.count ? chunks[chunk]?[instance.row.index & Self.mask] ?? [] : []
    }

    /// Whether one more list would be too many, this instance having none yet.
    func isFull(for instance: InstanceID, limit: Int) -> Bool { count >= limit && self[instance].isEmpty }

    mutating func change(_ instance: InstanceID, _ body: (inout [Element]) -> Void) {
        let (chunk, slot) = (instance.row.index >> Self.shift, instance.row.index & Self.mask)
        if chunk >= chunks.count { chunks.append(contentsOf: repeatElement(nil, count: chunk + 1 - chunks.count)) }
        let wasEmpty = chunks[chunk]?[slot].isEmpty ?? true
        if chunks[chunk] == nil { chunks[chunk] = ContiguousArray(repeating: [], count: 1 << Self.shift) }
        chunks[chunk]?[slot].withMutation(body)
        let isEmpty = chunks[chunk]?[slot].isEmpty ?? true
        count += (isEmpty ? 0 : 1) - (wasEmpty ? 0 : 1)
    }

    mutating func remove(_ instance: InstanceID) {
        guard !self[instance].isEmpty else { return }
        change(instance) { $0 = [] }
    }

    /// Gives one instance's list to another, which is the same one under a new number.
    mutating func move(_ old: InstanceID, to new: InstanceID) {
        let list = self[old]
        guard old != new, !list.isEmpty else { return }
        remove(old)
        change(new) { $0 = list }
    }
}

extension Array {
    /// Lets a closure change it where it lies.
    fileprivate mutating func withMutation(_ body: (inout Self) -> Void) { body(&self) }
}
