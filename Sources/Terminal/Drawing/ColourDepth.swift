/// How many colours a terminal shows.
package enum ColourDepth: Int, Comparable, Hashable, Sendable {
    case none = 0
    case ansi16 = 16
    case indexed256 = 256
    case rgb = 0x100_0000

    package static func < (a: ColourDepth, b: ColourDepth) -> Bool { a.rawValue < b.rawValue }
}

extension Style {
    package func quantised(to depth: ColourDepth) -> Style {
        depth == .rgb ? self : Style(foreground.quantised(to: depth), on: background.quantised(to: depth), attributes)
    }
}

extension Colour {
    /// The nearest colour that a terminal of that depth shows.
    package func quantised(to depth: ColourDepth) -> Colour {
        switch (kind, depth) {
        case (_, .rgb), (.default, _): self
        case (_, .none): .default
        case (.ansi, _), (.indexed, .indexed256): self
        case (.rgb(let red, let green, let blue), .indexed256): Self.nearestIndexed(red, green, blue)
        case (.indexed(let index), .ansi16): Self.nearestANSI(to: Self.components(ofIndexed: index))
        case (.rgb(let red, let green, let blue), .ansi16): Self.nearestANSI(to: (red, green, blue))
        }
    }

    /// What the colour looks like: the default as the caller says, the 16 as xterm has them.
    package func components(default own: (UInt8, UInt8, UInt8)) -> (red: UInt8, green: UInt8, blue: UInt8) {
        switch kind {
        case .default: own
        case .ansi(let index): Self.ansiComponents[Int(index)]
        case .indexed(let index): Self.components(ofIndexed: index)
        case .rgb(let red, let green, let blue): (red, green, blue)
        }
    }

    private static let cubeLevels: [UInt8] = [0, 95, 135, 175, 215, 255]

    static let ansiComponents: [(red: UInt8, green: UInt8, blue: UInt8)] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
        (255, 255, 255),
    ]

    /// The cube of 6x6x6 and the 24 greys above the 16.
    private static func components(ofIndexed index: UInt8) -> (red: UInt8, green: UInt8, blue: UInt8) {
        switch index {
        case ..<16: return ansiComponents[Int(index)]
        case 232...:
            let grey = 8 + 10 * (index - 232)
            return (grey, grey, grey)
        default:
            let cube = Int(index) - 16
            return (cubeLevels[cube / 36], cubeLevels[cube / 6 % 6], cubeLevels[cube % 6])
        }
    }

    private static func nearestIndexed(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Colour {
        let wanted = (red, green, blue)
        let levels = [red, green, blue].map { value in
            cubeLevels.indices.min { distance(cubeLevels[$0], value) < distance(cubeLevels[$1], value) } ?? 0
        }
        let cube = UInt8(16 + 36 * levels[0] + 6 * levels[1] + levels[2])
        let mean = (Int(red) + Int(green) + Int(blue)) / 3
        let grey = UInt8(232 + min(23, max(0, (mean - 3) / 10)))
        let isGreyNearer =
            distance(components(ofIndexed: grey), wanted) < distance(components(ofIndexed: cube), wanted)
        return .indexed(isGreyNearer ? grey : cube)
    }

    private static func nearestANSI(to wanted: (UInt8, UInt8, UInt8)) -> Colour {
        let nearest = ansiComponents.indices.min {
            distance(ansiComponents[$0], wanted) < distance(ansiComponents[$1], wanted)
        }
        return .ansi(UInt8(nearest ?? 7))
    }

    private static func distance(_ a: UInt8, _ b: UInt8) -> Int { abs(Int(a) - Int(b)) }

    /// Squared, with the weights of brightness that the eye gives.
    private static func distance(_ a: (UInt8, UInt8, UInt8), _ b: (UInt8, UInt8, UInt8)) -> Int {
        let red = distance(a.0, b.0)
        let green = distance(a.1, b.1)
        let blue = distance(a.2, b.2)
        return 3 * red * red + 6 * green * green + blue * blue
    }
}
