import CNCurses
import Terminal

/// Colours for ncurses, which knows them by the numbers of pairs that it has to be told of first.
struct ColourPairs {
    let depth: ColourDepth
    /// Direct colour takes 0xRRGGBB where the others take an index.
    private let isDirect: Bool
    private let hasDefaults: Bool
    private let hasBrightColours: Bool
    private let limit: Int
    private var known: [UInt64: CInt] = [:]
    /// A pair was asked for that there was no room for since the last `removeAll`.
    private(set) var isExhausted = false

    /// More than any theme uses, few enough to keep the table small.
    private static let most = 4096

    /// - Precondition: terminfo is loaded.
    init(_ choice: ColourChoice, noColour: String?) {
        let count = has_colors() ? Int(tigetnum("colors")) : 0
        let hasDirect = count >= 0x100_0000 && (tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || hasRGBString)
        let terminal: ColourDepth =
            hasDirect ? .rgb : count >= 256 ? .indexed256 : count >= 8 ? .ansi16 : .none
        depth = choice.depth(ofTerminal: terminal, noColour: noColour)
        isDirect = hasDirect
        hasBrightColours = count >= 16
        guard depth != .none, start_color() == OK else {
            hasDefaults = false
            limit = 0
            return
        }
        hasDefaults = use_default_colors() == OK
        limit = min(Int(ncurses_colour_pairs()) - 1, Self.most)
    }

    /// The pair of a style's colours, and the attributes that stand in for what the colours cannot say.
    mutating func pair(of style: Style) -> (pair: CInt, isBold: Bool) {
        guard depth != .none else { return (0, false) }
        let style = style.quantised(to: depth)
        let (foreground, isBold) = number(style.foreground, default: 7)
        let (background, _) = number(style.background, default: 0)
        if foreground == -1, background == -1 { return (0, isBold) }
        let key = UInt64(UInt32(bitPattern: foreground)) << 32 | UInt64(UInt32(bitPattern: background))
        if let pair = known[key] { return (pair, isBold) }
        guard known.count < limit else {
            isExhausted = true
            return (0, isBold)
        }
        let pair = CInt(known.count + 1)
        guard init_extended_pair(pair, foreground, background) == OK else { return (0, isBold) }
        known[key] = pair
        return (pair, isBold)
    }

    mutating func removeAll() {
        known.removeAll(keepingCapacity: true)
        isExhausted = false
    }

    /// A colour as ncurses counts them; with 8 colours the bright ones are the dark ones in bold.
    private func number(_ colour: Colour, default own: CInt) -> (number: CInt, isBold: Bool) {
        switch colour.kind {
        case .default: return (hasDefaults ? -1 : own, false)
        case .ansi(let index) where index < 8: return (CInt(index), false)
        case .ansi(let index) where !isDirect:
            return hasBrightColours ? (CInt(index), false) : (CInt(index) - 8, true)
        case .indexed(let index) where !isDirect: return (CInt(index), false)
        case .ansi, .indexed, .rgb:
            let (red, green, blue) = colour.components(default: (0, 0, 0))
            // Below 8 it would be an index even so.
            return (max(8, CInt(red) << 16 | CInt(green) << 8 | CInt(blue)), false)
        }
    }
}

/// terminfo's `RGB` may be a flag, a number of bits, or a string of three.
private var hasRGBString: Bool { TerminalControls.capability("RGB") != nil }
