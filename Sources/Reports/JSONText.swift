/// JSON strings (RFC 8259 section 7), safe on a terminal too: characters that a terminal would act on are written as `\uXXXX`.
extension Output {
    package mutating func write(json text: String) {
        var text = text
        text.withUTF8 { write(json: UnsafeRawBufferPointer($0)) }
    }

    package mutating func write(json text: FieldText) {
        text.bytes.withUnsafeBytes { write(json: $0) }
    }

    package mutating func write(json text: String?) {
        if let text { write(json: text) } else { write("null" as StaticString) }
    }

    /// - Parameter bytes: Valid UTF-8.
    private mutating func write(json bytes: UnsafeRawBufferPointer) {
        write(UInt8(ascii: "\""))
        var start = 0
        var position = 0
        while position < bytes.count {
            guard let (value, length) = escapedScalar(in: bytes, at: position) else {
                position += 1
                continue
            }
            write(UnsafeRawBufferPointer(rebasing: bytes[start..<position]))
            writeEscape(value)
            position += length
            start = position
        }
        write(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        write(UInt8(ascii: "\""))
    }

    private mutating func writeEscape(_ value: UInt16) {
        write(UInt8(ascii: "\\"))
        switch value {
        case 0x22, 0x5C: write(UInt8(truncatingIfNeeded: value))
        case 0x09: write(UInt8(ascii: "t"))
        case 0x0A: write(UInt8(ascii: "n"))
        case 0x0D: write(UInt8(ascii: "r"))
        default:
            write(UInt8(ascii: "u"))
            writeHexadecimal(digit: value >> 12)
            writeHexadecimal(digit: value >> 8 & 0xF)
            writeHexadecimal(digit: value >> 4 & 0xF)
            writeHexadecimal(digit: value & 0xF)
        }
    }

    private mutating func writeHexadecimal(digit: UInt16) {
        write(UInt8(truncatingIfNeeded: digit < 10 ? 0x30 + digit : 0x57 + digit))
    }
}

/// The scalar at a position where that one is not to be written as it is, and the length of its UTF-8 form.
@inline(__always)
private func escapedScalar(in bytes: UnsafeRawBufferPointer, at position: Int) -> (value: UInt16, length: Int)? {
    let byte = bytes[position]
    switch byte {
    case 0x00..<0x20, 0x22, 0x5C, 0x7F: return (UInt16(byte), 1)
    case 0xC2 where position + 1 < bytes.count:
        // U+0080 to U+009F: the C1 control characters.
        let second = bytes[position + 1]
        return second < 0xA0 ? (UInt16(second), 2) : nil
    case 0xE2 where position + 2 < bytes.count:
        let value = 0x2000 | UInt16(bytes[position + 1] & 0x3F) << 6 | UInt16(bytes[position + 2] & 0x3F)
        return isDirectionOrLine(value) ? (value, 3) : nil
    default: return nil
    }
}

/// Marks, overrides and isolates of direction, and the line and paragraph separators.
private func isDirectionOrLine(_ value: UInt16) -> Bool {
    switch value {
    case 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
}
