/// Where in a message the ends of its names stand, so that later names can point at them (RFC 1035 section 4.1.4).
///
/// An open-addressing table of (hash, offset) pairs. The names themselves are compared in the message.
struct CompressionTable {
    /// The highest offset that the 14 bits of a pointer can say.
    static let highestOffset = 0x3FFF
    /// Looking further for a free slot costs more than a pointer saves, and this bounds what chosen names can cost.
    private static let longestProbe = 8

    /// The upper 18 bits of a slot are the hash's, the lower 14 the offset; 0 is free (a message begins with its header).
    private var slots: [UInt32] = []
    private var used = 0

    /// Appends `name` to `message`, compressed onto what is there.
    mutating func write(_ name: [UInt8], to message: inout [UInt8]) {
        if slots.isEmpty { slots = Array(repeating: 0, count: 64) }
        let start = message.count
        withUnsafeTemporaryAllocation(of: Suffix.self, capacity: 128) { buffer in
            let suffixes = Self.suffixes(of: name, in: buffer)
            var kept = suffixes.count
            var target: Int?
            for (index, suffix) in suffixes.enumerated() {
                target = find(suffix, of: name, in: message)
                if target != nil { kept = index; break }
            }
            let end = target == nil ? name.count : suffixes[kept].start
            message.append(contentsOf: name[0..<end])
            if let target {
                message.append(0xC0 | UInt8(truncatingIfNeeded: target >> 8))
                message.append(UInt8(truncatingIfNeeded: target))
            }
            for suffix in suffixes[0..<kept] { insert(suffix.hash, at: start + suffix.start) }
        }
    }

    private struct Suffix {
        var start: Int
        var hash: UInt32
    }

    /// Every end of the name that begins at a label, the longest first; the root is not worth a pointer.
    private static func suffixes(
        of name: [UInt8], in buffer: UnsafeMutableBufferPointer<Suffix>
    ) -> UnsafeMutableBufferPointer<Suffix> {
        var (count, position) = (0, 0)
        while count < buffer.count, name[position] != 0 {
            buffer[count] = Suffix(start: position, hash: 0)
            position += 1 + Int(name[position])
            count += 1
        }
        var hash: UInt32 = 0x811C_9DC5
        for index in (0..<count).reversed() {
            let start = buffer[index].start
            for byte in name[start...(start + Int(name[start]))] { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
            buffer[index].hash = hash ^ hash >> 15
        }
        return UnsafeMutableBufferPointer(rebasing: buffer[0..<count])
    }

    private func find(_ suffix: Suffix, of name: [UInt8], in message: [UInt8]) -> Int? {
        let tag = suffix.hash << 14
        var slot = Int(suffix.hash) & (slots.count - 1)
        for _ in 0..<Self.longestProbe {
            let entry = slots[slot]
            if entry == 0 { return nil }
            let offset = Int(entry & UInt32(Self.highestOffset))
            if entry & ~UInt32(Self.highestOffset) == tag, Self.stands(name[suffix.start...], at: offset, in: message) {
                return offset
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Whether the name that the message has at `offset` is `name`, byte for byte.
    private static func stands(_ name: ArraySlice<UInt8>, at offset: Int, in message: [UInt8]) -> Bool {
        var (position, rest) = (offset, name)
        while let length = rest.first, position + 1 < message.count {
            if message[position] >= 0xC0 {
                position = Int(message[position] & 0x3F) << 8 | Int(message[position + 1])
            } else {
                let end = position + 1 + Int(length)
                guard end <= message.count, message[position..<end] == rest.prefix(1 + Int(length)) else {
                    return false
                }
                if length == 0 { return true }
                position = end
                rest = rest.dropFirst(1 + Int(length))
            }
        }
        return rest.count == 1 && position < message.count && message[position] == 0
    }

    private mutating func insert(_ hash: UInt32, at offset: Int) {
        guard offset > 0, offset <= Self.highestOffset else { return }
        if used * 2 >= slots.count { grow() }
        place(hash << 14 | UInt32(offset))
        used += 1
    }

    private mutating func place(_ entry: UInt32) {
        var slot = Int(entry >> 14) & (slots.count - 1)
        for _ in 0..<Self.longestProbe {
            if slots[slot] == 0 { slots[slot] = entry; return }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    private mutating func grow() {
        let entries = slots
        slots = Array(repeating: 0, count: entries.count * 2)
        for entry in entries where entry != 0 { place(entry) }
    }
}
