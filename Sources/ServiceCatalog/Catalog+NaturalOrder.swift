extension Catalog {
    /// Orders two instances of one service as a reader looks for them: by label or target, numbers within by their value,
    /// then by port.
    package func reads(_ a: InstanceID, before b: InstanceID) -> Bool {
        let order = withOrderText(of: a) { x in withOrderText(of: b) { y in compareNaturally(x, y) } }
        if order != 0 { return order < 0 }
        let (p, q) = (rows[a.row.index].port, rows[b.row.index].port)
        return p == q ? a.rawValue < b.rawValue : p < q
    }

    private func withOrderText<R>(of instance: InstanceID, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        isBrowsed(instance) ? withLabel(of: instance, body) : withTarget(of: instance) { body($0.relative) }
    }
}

/// The names that instances are put in order by.
package enum OrderedName: Sendable {
    /// A DNS-SD instance's label, else the target.
    case title
    case target
}

/// The beginning of a name as numbers: they compare as the names do, where they differ.
package struct NamePrefix: Hashable, Sendable {
    package var high: UInt64 = 0
    package var low: UInt64 = 0
}

extension Catalog {
    package func prefix(of instance: InstanceID, by name: OrderedName) -> NamePrefix {
        with(name, of: instance) { NamePrefix($0) }
    }

    /// Compares the names of instances of two zones, or of one: negative if the first comes first.
    package func compare(
        _ a: InstanceID, with b: InstanceID, in other: Catalog, by name: OrderedName
    ) -> Int {
        with(name, of: a) { x in other.with(name, of: b) { y in compareNaturally(x, y) } }
    }

    private func with<R>(
        _ name: OrderedName, of instance: InstanceID, _ body: (UnsafeRawBufferPointer) -> R
    ) -> R {
        switch name {
        case .title: withOrderText(of: instance, body)
        case .target: withTarget(of: instance) { body($0.relative) }
        }
    }
}

extension NamePrefix {
    static let length = 16

    /// A run of digits is written behind its length, since a longer one is a larger number.
    init(_ text: UnsafeRawBufferPointer) {
        var (position, written) = (0, 0)
        while position < text.count, written < Self.length {
            guard isDigit(text[position]) else {
                append(text[position], at: &written)
                position += 1
                continue
            }
            let run = digits(in: text, from: position)
            append(UInt8(ascii: "0") + UInt8(min(9, run.count)), at: &written)
            // Longer numbers, and what follows them, are left to the full comparison.
            if run.count >= 9 { break }
            for digit in run { append(text[digit], at: &written) }
            position = run.upperBound
        }
    }

    private mutating func append(_ byte: UInt8, at position: inout Int) {
        guard position < Self.length else { return }
        let shift = UInt64(56 - 8 * (position % 8))
        if position < 8 { high |= UInt64(byte) << shift } else { low |= UInt64(byte) << shift }
        position += 1
    }
}

/// Compares bytes, but runs of digits as numbers: `db2` before `db10`.
func compareNaturally(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
        if isDigit(a[i]), isDigit(b[j]) {
            let (x, y) = (digits(in: a, from: i), digits(in: b, from: j))
            if x.count != y.count { return x.count - y.count }
            for (m, n) in zip(x, y) where a[m] != b[n] { return Int(a[m]) - Int(b[n]) }
            (i, j) = (x.upperBound, y.upperBound)
        } else {
            if a[i] != b[j] { return Int(a[i]) - Int(b[j]) }
            (i, j) = (i + 1, j + 1)
        }
    }
    return (a.count - i) - (b.count - j)
}

/// Compares texts as their bytes.
func compareNaturally(_ a: String, _ b: String) -> Int {
    var (a, b) = (a, b)
    return a.withUTF8 { x in b.withUTF8 { y in compareNaturally(UnsafeRawBufferPointer(x), UnsafeRawBufferPointer(y)) }
    }
}

private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

/// The run of digits at a position, without leading zeros.
private func digits(in text: UnsafeRawBufferPointer, from start: Int) -> Range<Int> {
    var first = start
    while first + 1 < text.count, text[first] == UInt8(ascii: "0"), isDigit(text[first + 1]) { first += 1 }
    var end = first
    while end < text.count, isDigit(text[end]) { end += 1 }
    return first..<end
}
