/// Passes over a message's entries without reading more of them than their lengths and types.
///
/// A signature stands behind everything else, so a signed transfer is walked twice: here, and by who takes the
/// records. This walk has to cost next to nothing.
struct RecordSkipper {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 12

    private func require(_ count: Int) throws(WireError) {
        guard count <= bytes.count - position else { throw WireError(.truncated, at: position) }
    }

    mutating func skipName() throws(WireError) {
        while true {
            try require(1)
            let length = Int(bytes[position])
            switch length >> 6 {
            case 0 where length == 0:
                position += 1
                return
            case 0:
                try require(length + 1)
                position += length + 1
            case 3:
                try require(2)
                position += 2
                return
            default:
                throw WireError(.reservedLabelType, at: position)
            }
        }
    }

    mutating func skipQuestion() throws(WireError) {
        try skipName()
        try require(4)
        position += 4
    }

    /// - Returns: the record's type.
    mutating func skipRecord() throws(WireError) -> RecordType {
        try skipName()
        try require(10)
        let type = UInt16(bytes[position]) << 8 | UInt16(bytes[position + 1])
        let length = Int(bytes[position + 8]) << 8 | Int(bytes[position + 9])
        position += 10
        try require(length)
        position += length
        return RecordType(rawValue: type)
    }
}
