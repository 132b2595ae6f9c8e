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

private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

/// The run of digits at a position, without leading zeros.
private func digits(in text: UnsafeRawBufferPointer, from start: Int) -> Range<Int> {
    var first = start
    while first + 1 < text.count, text[first] == UInt8(ascii: "0"), isDigit(text[first + 1]) { first += 1 }
    var end = first
    while end < text.count, isDigit(text[end]) { end += 1 }
    return first..<end
}
