/// A colour as a program asks for it; what the terminal can show of it is a question of `ColourDepth`.
package struct Colour: Hashable, Sendable {
    /// The kind in bits 24 and 25, the value below.
    let rawValue: UInt32

    init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Whatever the terminal's own is.
    package static let `default` = Colour(rawValue: 0)

    /// One of the 16 that the user's terminal theme defines: 0-7 the dark ones, 8-15 the bright ones.
    package static func ansi(_ index: UInt8) -> Colour { Colour(rawValue: 1 << 24 | UInt32(index & 15)) }

    /// One of xterm's 256: 0-15 as `ansi`, a cube of 6x6x6 from 16, greys from 232.
    package static func indexed(_ index: UInt8) -> Colour {
        index < 16 ? ansi(index) : Colour(rawValue: 2 << 24 | UInt32(index))
    }

    package static func rgb(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Colour {
        Colour(rawValue: 3 << 24 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue))
    }

    /// As CSS writes it: 0xRRGGBB.
    package static func rgb(_ value: UInt32) -> Colour { Colour(rawValue: 3 << 24 | value & 0xFF_FFFF) }
}

extension Colour {
    package enum Kind: Hashable, Sendable {
        case `default`
        case ansi(UInt8)
        case indexed(UInt8)
        case rgb(red: UInt8, green: UInt8, blue: UInt8)
    }

    package var kind: Kind {
        let low = UInt8(truncatingIfNeeded: rawValue)
        return switch rawValue >> 24 {
        case 1: .ansi(low)
        case 2: .indexed(low)
        case 3:
            .rgb(
                red: UInt8(truncatingIfNeeded: rawValue >> 16), green: UInt8(truncatingIfNeeded: rawValue >> 8),
                blue: low)
        default: .default
        }
    }
}

extension Colour {
    /// `#rrggbb`
    init?(hexadecimal text: String) {
        let digits = text.utf8.dropFirst()
        guard text.utf8.first == UInt8(ascii: "#"), digits.count == 6,
            digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }),
            let value = UInt32(text.dropFirst(), radix: 16)
        else { return nil }
        self = .rgb(value)
    }

    /// One of the 16.
    init?(ansiName name: String) {
        guard let index = Self.ansiNames.firstIndex(of: name) else { return nil }
        self = .ansi(UInt8(index))
    }
}

extension Colour: CustomStringConvertible {
    package var description: String {
        switch kind {
        case .default: "default"
        case .ansi(let index): Self.ansiNames[Int(index)]
        case .indexed(let index): String(index)
        case .rgb: "#" + hexadecimal(rawValue & 0xFF_FFFF, digits: 6)
        }
    }

    static let ansiNames = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
        "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
        "bright-white",
    ]
}

/// Lower-case hexadecimal with leading zeros.
func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}
