import DNSCore

/// The bytes of one field while it is made, used again for every field: a report of a million rows makes no million strings.
package struct FieldText {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    package mutating func append(_ byte: UInt8) { bytes.append(byte) }

    package mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    package mutating func append(_ number: some FixedWidthInteger & UnsignedInteger) {
        var rest = UInt64(truncatingIfNeeded: number)
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// So many decimal digits, zeros in front.
    package mutating func append(_ number: UInt32, digits: Int) {
        var divisor: UInt32 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    /// Microseconds as milliseconds with three decimals.
    package mutating func append(milliseconds microseconds: UInt32) {
        append(microseconds / 1000)
        append(UInt8(ascii: "."))
        append(microseconds % 1000, digits: 3)
    }

    /// The shortest decimal number that reads back as the same value.
    package mutating func append(_ number: Double) { append(number.isFinite ? number.description : "0.0") }
}

// MARK: - Presentation format

extension FieldText {
    /// A name in presentation format, with the dot at the end: exactly its `description`.
    package mutating func append(_ name: DomainName) {
        append(wire: name.wire[...])
    }

    /// A name without the labels of `origin` where it lies below it (`@` for the origin itself), else all of it.
    package mutating func append(_ name: DomainName, relativeTo origin: DomainName) {
        guard !origin.isRoot, name.isEqualOrBelow(origin) else { return append(name) }
        let end = name.wire.count - origin.wire.count
        guard end > 0 else { return append(UInt8(ascii: "@")) }
        append(wire: name.wire[..<end])
        bytes.removeLast()
    }

    private mutating func append(wire: ArraySlice<UInt8>) {
        var position = wire.startIndex
        if wire.first == 0 { append(UInt8(ascii: ".")) }
        while position < wire.endIndex, wire[position] != 0 {
            let end = position + 1 + Int(wire[position])
            for byte in wire[(position + 1)..<end] { append(labelByte: byte) }
            append(UInt8(ascii: "."))
            position = end
        }
    }

    private mutating func append(labelByte byte: UInt8) {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: ";"), UInt8(ascii: "@"), UInt8(ascii: "$"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0x21...0x7E: bytes.append(byte)
        default: append(decimalEscape: byte)
        }
    }

    private mutating func append(decimalEscape byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        append(UInt32(byte), digits: 3)
    }
}

// MARK: - Character-strings

extension FieldText {
    /// A character-string as text: UTF-8 as it is, a backslash doubled, and every byte that is not UTF-8 as `\DDD`, so that
    /// the bytes can be had back.
    package mutating func append(characterString string: [UInt8]) {
        var start = 0
        while start < string.count {
            let rest = string.span.extracting(start...)
            do {
                _ = try UTF8Span(validating: rest)
                append(escapingBackslashes: string[start...])
                return
            } catch {
                let invalid = error.byteOffsets
                append(escapingBackslashes: string[start..<(start + invalid.lowerBound)])
                for byte in string[(start + invalid.lowerBound)..<(start + invalid.upperBound)] {
                    append(decimalEscape: byte)
                }
                start += invalid.upperBound
            }
        }
    }

    private mutating func append(escapingBackslashes text: ArraySlice<UInt8>) {
        for byte in text {
            if byte == UInt8(ascii: "\\") { bytes.append(byte) }
            bytes.append(byte)
        }
    }

    /// A character-string as a master file has it: in quotes, printable ASCII only.
    package mutating func append(quoted string: [UInt8]) {
        append(UInt8(ascii: "\""))
        for byte in string {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x20...0x7E: bytes.append(byte)
            default: append(decimalEscape: byte)
            }
        }
        append(UInt8(ascii: "\""))
    }
}
