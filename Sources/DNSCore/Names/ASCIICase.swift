import Glibc

// DNS compares ASCII letters without case and every other byte as it is (RFC 4343). A label's length is at most 63
// and so never looks like a letter: a whole name in wire form may pass through these functions.

/// Lower case for A to Z; every other byte as it is.
@inlinable
public func asciiLowercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
}

/// Eight bytes at once.
@inlinable
public func asciiLowercased(_ bytes: UInt64) -> UInt64 {
    let low7 = bytes & 0x7F7F_7F7F_7F7F_7F7F
    // The top bit of each byte: is it at least "A", is it beyond "Z"?
    let fromA = low7 &+ 0x3F3F_3F3F_3F3F_3F3F
    let beyondZ = low7 &+ 0x2525_2525_2525_2525
    let letters = (fromA ^ beyondZ) & ~bytes & 0x8080_8080_8080_8080
    return bytes | letters >> 2
}

/// Copies bytes in lower case into as much room.
func copyLowercased(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) {
    let count = min(source.count, target.count)
    var index = 0
    while index + 8 <= count {
        let word = source.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        target.storeBytes(of: asciiLowercased(word), toByteOffset: index, as: UInt64.self)
        index += 8
    }
    while index < count {
        target[index] = asciiLowercased(source[index])
        index += 1
    }
}

func areEqualIgnoringCase(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
    guard a.count == b.count else { return false }
    var index = 0
    while index + 8 <= a.count {
        let x = a.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let y = b.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        guard x == y || asciiLowercased(x) == asciiLowercased(y) else { return false }
        index += 8
    }
    while index < a.count {
        guard asciiLowercased(a[index]) == asciiLowercased(b[index]) else { return false }
        index += 1
    }
    return true
}
