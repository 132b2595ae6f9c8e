/// Where in an answer the ends of its names stand, so that later names point at them (RFC 1035 section 4.1.4).
///
/// Only names that differ in no byte share: the case of each is kept. There is room for a few places; what an answer has
/// beyond them costs bytes, not time.
struct NamePlaces {
    /// The highest offset that the 14 bits of a pointer can say.
    static let highestOffset = 0x3FFF
    private static let capacity = 32

    private struct Place {
        /// What the end of the name has to do with: its first label and its length.
        var tag: UInt32
        var offset: UInt16
    }

    private var places = InlineArray<32, Place>(repeating: Place(tag: 0, offset: 0))
    private var count = 0

    /// Writes a name, its end replaced by a pointer where the same stands in the answer already.
    mutating func write(_ name: UnsafeRawBufferPointer, to answer: inout AnswerBytes) {
        let start = answer.count
        var position = 0
        while position < name.count, name[position] != 0 {
            let rest = UnsafeRawBufferPointer(rebasing: name[position...])
            let tag = Self.tag(of: rest)
            if let target = find(rest, tag, in: answer.written.prefix(start)) {
                answer.write(UInt16(0xC000 | target))
                return
            }
            note(tag, at: start + position)
            let next = min(name.count, position + 1 + Int(name[position]))
            answer.write(UnsafeRawBufferPointer(rebasing: name[position..<next]))
            position = next
        }
        answer.write(UInt8(0))
    }

    /// Makes a name that stands at an offset, uncompressed, one to point at.
    mutating func note(_ name: UnsafeRawBufferPointer, at offset: Int) {
        var position = 0
        while position < name.count, name[position] != 0 {
            note(Self.tag(of: UnsafeRawBufferPointer(rebasing: name[position...])), at: offset + position)
            position += 1 + Int(name[position])
        }
    }

    /// Forgets what stands at an offset or after it.
    mutating func forget(from offset: Int) {
        while count > 0, Int(places[count - 1].offset) >= offset { count -= 1 }
    }

    private mutating func note(_ tag: UInt32, at offset: Int) {
        guard count < Self.capacity, offset <= Self.highestOffset else { return }
        places[count] = Place(tag: tag, offset: UInt16(offset))
        count += 1
    }

    private static func tag(of name: UnsafeRawBufferPointer) -> UInt32 {
        var hash = 0x811C_9DC5 ^ UInt32(truncatingIfNeeded: name.count)
        for byte in name.prefix(1 + Int(name.first ?? 0)) { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        return hash
    }

    private func find(_ name: UnsafeRawBufferPointer, _ tag: UInt32, in answer: Slice<UnsafeRawBufferPointer>) -> Int? {
        for index in 0..<count where places[index].tag == tag {
            let offset = Int(places[index].offset)
            if Self.stands(name, at: offset, in: UnsafeRawBufferPointer(rebasing: answer)) { return offset }
        }
        return nil
    }

    /// Whether the name that the answer has at an offset is this one, byte for byte. Pointers in it lead backwards: they
    /// are our own.
    private static func stands(_ name: UnsafeRawBufferPointer, at offset: Int, in answer: UnsafeRawBufferPointer)
        -> Bool
    {
        var (position, compared) = (offset, 0)
        while position < answer.count, compared < name.count {
            let length = Int(answer[position])
            if length >= 0xC0 {
                guard position + 1 < answer.count else { return false }
                let target = (length & 0x3F) << 8 | Int(answer[position + 1])
                guard target < position else { return false }
                position = target
                continue
            }
            let size = length + 1
            guard size <= answer.count - position, size <= name.count - compared,
                answer[position..<(position + size)].elementsEqual(name[compared..<(compared + size)])
            else { return false }
            if length == 0 { return compared + 1 == name.count }
            position += size
            compared += size
        }
        return false
    }
}
