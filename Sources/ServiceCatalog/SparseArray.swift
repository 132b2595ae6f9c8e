/// Values by number, most of them the same: a chunk that holds no other is not there. Copies share their chunks, as those
/// of `ChunkedArray` do.
struct SparseArray<Element: Sendable & Equatable>: Sendable {
    private static var shift: Int { 10 }
    private static var mask: Int { 1 << shift - 1 }

    /// What there is wherever nothing else was put.
    let usual: Element
    private var chunks: [ContiguousArray<Element>?] = []

    init(usual: Element) { self.usual = usual }

    subscript(index: Int) -> Element {
        get {
            let chunk = index >> Self.shift
            return chunk < chunks.count ? chunks[chunk]?[index & Self.mask] ?? usual : usual
        }
        set {
            let chunk = index >> Self.shift
            if chunk >= chunks.count || chunks[chunk] == nil {
                guard newValue != usual else { return }
                chunks.append(contentsOf: repeatElement(nil, count: max(0, chunk + 1 - chunks.count)))
                chunks[chunk] = ContiguousArray(repeating: usual, count: 1 << Self.shift)
            }
            chunks[chunk]?[index & Self.mask] = newValue
        }
    }
}
