/// What was run from the palette, the latest first.
struct PaletteMemory: Hashable, Sendable {
    private(set) var lines: [String] = []
    private static let most = 50

    mutating func add(_ line: String) {
        guard !line.isEmpty else { return }
        lines.removeAll { $0 == line }
        lines.insert(line, at: 0)
        if lines.count > Self.most { lines.removeLast() }
    }
}
