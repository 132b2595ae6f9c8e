/// An array in chunks that are copied one by one when they are written: a copy of the whole costs one reference a chunk,
/// and a writer pays only for the chunks that it touches while a snapshot is held.
struct ChunkedArray<Element: Sendable>: Sendable {
    private static var shift: Int { 12 }
    private static var chunkSize: Int { 1 << shift }
    private static var mask: Int { chunkSize - 1 }

    private var chunks: [ContiguousArray<Element>] = []
    private(set) var count = 0

    init() {}

    init(repeating element: Element, count: Int) {
        let chunk = ContiguousArray(repeating: element, count: Self.chunkSize)
        chunks = Array(repeating: chunk, count: count >> Self.shift)
        let rest = count & Self.mask
        if rest > 0 { chunks.append(ContiguousArray(repeating: element, count: rest)) }
        self.count = count
    }

    subscript(index: Int) -> Element {
        get { chunks[index >> Self.shift][index & Self.mask] }
        _modify { yield &chunks[index >> Self.shift][index & Self.mask] }
    }

    mutating func append(_ element: Element) {
        if count & Self.mask == 0 {
            var chunk = ContiguousArray<Element>()
            chunk.reserveCapacity(Self.chunkSize)
            chunks.append(chunk)
        }
        chunks[count >> Self.shift].append(element)
        count += 1
    }
}
