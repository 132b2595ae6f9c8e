import Glibc

/// The pointers that one name may pass through: more than any chain that labels need (a name has at most 127 of them).
private let longestPointerChain = 127

/// Copies the name at `start` of `message`, following its pointers, into `target`, which holds at least 255 bytes.
///
/// Every piece of the name ends before the piece that points at it begins, so it ends after a bounded number of steps.
/// - Parameter end: where the enclosing RDATA or message ends; what a pointer leads to lies anywhere before `start`.
/// - Returns: the length of the name, and the offset after it as it stands at `start`.
func decompressName(
    in message: Span<UInt8>, at start: Int, end: Int, into target: UnsafeMutableRawBufferPointer
) throws(WireError) -> (count: Int, next: Int) {
    try message.withUnsafeBufferPointer { source throws(WireError) in
        try decompressName(in: UnsafeRawBufferPointer(source), at: start, end: end, into: target)
    }
}

private func decompressName(
    in message: UnsafeRawBufferPointer, at start: Int, end: Int, into target: UnsafeMutableRawBufferPointer
) throws(WireError) -> (count: Int, next: Int) {
    guard start >= 0, end <= message.count, target.count >= NameBuffer.capacity else {
        throw WireError(.truncated, at: start)
    }
    var (position, limit, pieceStart) = (start, end, start)
    var (count, pointers) = (0, 0)
    var after: Int?
    /// What it means that a piece does not end in time.
    func cutShort() -> WireError {
        WireError(
            after != nil ? .pointerNotBackwards : end < message.count ? .rdataLengthMismatch : .truncated, at: position)
    }
    while true {
        guard position < limit else { throw cutShort() }
        let length = Int(message[position])
        switch length >> 6 {
        case 0:
            let size = length + 1
            guard size <= limit - position else { throw cutShort() }
            guard count + size <= NameBuffer.capacity else { throw WireError(.nameTooLong, at: start) }
            copy(message, from: position, to: target, at: count, size)
            count += size
            position += size
            if length == 0 { return (count, after ?? position) }
        case 3:
            guard limit - position >= 2 else { throw cutShort() }
            let destination = (length & 0x3F) << 8 | Int(message[position + 1])
            pointers += 1
            guard destination < pieceStart, pointers <= longestPointerChain else {
                throw WireError(.pointerNotBackwards, at: position)
            }
            if after == nil { after = position + 2 }
            (position, limit, pieceStart) = (destination, pieceStart, destination)
        default:
            throw WireError(.reservedLabelType, at: position)
        }
    }
}

/// The caller has checked both ends.
@inline(__always)
private func copy(
    _ source: UnsafeRawBufferPointer, from offset: Int, to target: UnsafeMutableRawBufferPointer, at index: Int,
    _ size: Int
) {
    guard let source = source.baseAddress, let target = target.baseAddress else { return }
    memcpy(target + index, source + offset, size)
}
