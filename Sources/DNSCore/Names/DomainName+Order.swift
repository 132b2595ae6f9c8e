import Glibc

/// Names are the same when they differ in nothing but the case of ASCII letters.
extension DomainName: Hashable {
    public static func == (a: DomainName, b: DomainName) -> Bool {
        a.wire.withUnsafeBytes { a in b.wire.withUnsafeBytes { b in areEqualIgnoringCase(a, b) } }
    }

    public func hash(into hasher: inout Hasher) {
        wire.withUnsafeBytes { wire in
            withUnsafeTemporaryAllocation(byteCount: wire.count, alignment: 8) { lowercased in
                copyLowercased(wire, into: lowercased)
                hasher.combine(bytes: UnsafeRawBufferPointer(lowercased))
            }
        }
    }
}

/// Canonical order (RFC 4034 section 6.1): label by label from the right, as bytes in lower case.
extension DomainName: Comparable {
    public static func < (a: DomainName, b: DomainName) -> Bool {
        a.wire.withUnsafeBytes { a in
            b.wire.withUnsafeBytes { b in
                withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { starts in
                    let starts = UnsafeMutableRawBufferPointer(rebasing: starts[0..<256])
                    return compareCanonically(a, b, starts) < 0
                }
            }
        }
    }
}

/// - Parameter starts: room for the label offsets of both names, 128 bytes each.
private func compareCanonically(
    _ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer, _ starts: UnsafeMutableRawBufferPointer
) -> Int {
    let startsOfA = UnsafeMutableRawBufferPointer(rebasing: starts[0..<128])
    let startsOfB = UnsafeMutableRawBufferPointer(rebasing: starts[128..<256])
    var (i, j) = (labelStarts(of: a, into: startsOfA), labelStarts(of: b, into: startsOfB))
    while i > 0, j > 0 {
        (i, j) = (i - 1, j - 1)
        let order = compareLabels(a, Int(startsOfA[i]), b, Int(startsOfB[j]))
        if order != 0 { return order }
    }
    return i - j
}

/// The offsets of the length bytes, the root's left out.
/// - Returns: how many.
private func labelStarts(of name: UnsafeRawBufferPointer, into starts: UnsafeMutableRawBufferPointer) -> Int {
    var (count, position) = (0, 0)
    while count < starts.count, position < name.count, name[position] != 0 {
        starts[count] = UInt8(truncatingIfNeeded: position)
        count += 1
        position += 1 + Int(name[position])
    }
    return count
}

private func compareLabels(_ a: UnsafeRawBufferPointer, _ i: Int, _ b: UnsafeRawBufferPointer, _ j: Int) -> Int {
    let (lengthOfA, lengthOfB) = (Int(a[i]), Int(b[j]))
    var index = 1
    while index <= lengthOfA, index <= lengthOfB {
        let (x, y) = (asciiLowercased(a[i + index]), asciiLowercased(b[j + index]))
        if x != y { return Int(x) - Int(y) }
        index += 1
    }
    return lengthOfA - lengthOfB
}
