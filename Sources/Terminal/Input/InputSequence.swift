/// One thing that a terminal sends: a character, a key's escape sequence, a report.
enum InputSequence {
    case character(Unicode.Scalar, alt: Bool)
    /// CSI: parameters and the final byte.
    case control(ControlSequence)
    /// SS3 and its one byte.
    case singleShift(UInt8, alt: Bool)
    /// `ESC [ [ A`: the function keys of the Linux console.
    case consoleFunction(UInt8)
    /// Three bytes after `ESC [ M`.
    case oldMouse(button: UInt8, column: UInt8, row: UInt8)
    /// What the terminal says its background is (OSC 11).
    case background(Colour)
    /// A string (OSC, DCS, APC) that answers a question which nobody asked, or bytes that are no UTF-8.
    case meaningless

    enum Progress {
        case incomplete
        case complete(InputSequence)
        /// The last byte begins something new; what came before has no meaning.
        case interrupted(by: UInt8)
    }
}

extension InputSequence.Progress {
    init(_ bytes: [UInt8]) {
        guard let first = bytes.first else {
            self = .incomplete
            return
        }
        self = first == 0x1B ? Self.escape(bytes) : Self.scalar(bytes[...], alt: false)
    }

    private static func escape(_ bytes: [UInt8]) -> Self {
        guard bytes.count > 1 else { return .incomplete }
        switch bytes[1] {
        case 0x1B: return doubleEscape(bytes)
        case UInt8(ascii: "["): return control(bytes[2...], alt: false)
        case UInt8(ascii: "O"):
            return bytes.count == 2 ? .incomplete : .complete(.singleShift(bytes[2], alt: false))
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"): return string(bytes)
        default: return scalar(bytes[1...], alt: true)
        }
    }

    /// rxvt puts a second Esc before a sequence for Alt; otherwise it is a second press of Esc.
    private static func doubleEscape(_ bytes: [UInt8]) -> Self {
        guard bytes.count > 2 else { return .incomplete }
        switch bytes[2] {
        case UInt8(ascii: "["): return control(bytes[3...], alt: true)
        case UInt8(ascii: "O"):
            return bytes.count == 3 ? .incomplete : .complete(.singleShift(bytes[3], alt: true))
        default: return .interrupted(by: bytes[2])
        }
    }

    private static func control(_ bytes: ArraySlice<UInt8>, alt: Bool) -> Self {
        guard let last = bytes.last else { return .incomplete }
        if last == 0x1B { return .interrupted(by: last) }
        switch bytes.first {
        case UInt8(ascii: "["): return bytes.count == 1 ? .incomplete : .complete(.consoleFunction(last))
        case UInt8(ascii: "M"):
            guard bytes.count == 4 else { return .incomplete }
            let button = bytes[bytes.startIndex + 1]
            return .complete(.oldMouse(button: button, column: bytes[bytes.startIndex + 2], row: last))
        default: break
        }
        switch last {
        case 0x20...0x3F: return .incomplete
        /// rxvt ends modified keys with `$`, which ECMA-48 takes for an intermediate byte: those are not known here.
        case 0x40...0x7E: return .complete(.control(ControlSequence(bytes, alt: alt)))
        default: return .complete(.meaningless)
        }
    }

    /// Ends with BEL or ST.
    private static func string(_ bytes: [UInt8]) -> Self {
        guard bytes.count > 2 else { return .incomplete }
        let ending = bytes.last == 0x07 ? 1 : bytes.suffix(2).elementsEqual([0x1B, UInt8(ascii: "\\")]) ? 2 : 0
        guard ending > 0 else { return .incomplete }
        let text = String(decoding: bytes.dropLast(ending), as: UTF8.self)
        return .complete(Colour(backgroundReport: text).map { .background($0) } ?? .meaningless)
    }

    /// One scalar in UTF-8.
    private static func scalar(_ bytes: ArraySlice<UInt8>, alt: Bool) -> Self {
        guard let first = bytes.first, let last = bytes.last else { return .incomplete }
        let length: Int
        switch first {
        case 0..<0x80: return .complete(.character(Unicode.Scalar(first), alt: alt))
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF: length = 3
        case 0xF0...0xF4: length = 4
        default: return .complete(.meaningless)
        }
        if bytes.count > 1, last & 0xC0 != 0x80 { return .interrupted(by: last) }
        guard bytes.count == length else { return .incomplete }
        guard let text = String(validating: bytes, as: UTF8.self), let scalar = text.unicodeScalars.first else {
            return .complete(.meaningless)
        }
        return .complete(.character(scalar, alt: alt))
    }
}
