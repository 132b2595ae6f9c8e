import Terminal

/// Which colours to use.
package enum ColourChoice: Hashable, Sendable {
    /// What the terminal has; none if NO_COLOR says so.
    case automatic
    /// At most this many, whatever NO_COLOR says.
    case upTo(ColourDepth)
    /// 24 bits, whatever the terminal says of itself.
    case direct

    /// - Parameter noColour: the variable NO_COLOR, which counts if it is not empty (no-color.org).
    func depth(ofTerminal terminal: ColourDepth, noColour: String?) -> ColourDepth {
        switch self {
        case .automatic: (noColour ?? "").isEmpty ? terminal : .none
        case .upTo(let most): min(most, terminal)
        case .direct: terminal
        }
    }
}

package struct ScreenOptions: Sendable {
    /// The terminfo name; that in TERM if nil.
    package var terminalType: String?
    package var input: CInt
    package var output: CInt
    package var colour: ColourChoice
    /// What COLORTERM says.
    package var colourVariable: String?
    /// Asks the terminal for its background; the answer is an event.
    package var asksForBackground = false
    /// By the locale if nil.
    package var repertoire: Repertoire?
    package var mouse: Bool
    /// Wraps each frame so that terminals which know DEC's mode 2026 show it at once.
    package var synchronised: Bool

    package init(
        terminalType: String? = nil, input: CInt = 0, output: CInt = 1, colour: ColourChoice = .automatic,
        colourVariable: String? = nil, repertoire: Repertoire? = nil, mouse: Bool = true, synchronised: Bool = true
    ) {
        self.terminalType = terminalType
        self.input = input
        self.output = output
        self.colour = colour
        self.colourVariable = colourVariable
        self.repertoire = repertoire
        self.mouse = mouse
        self.synchronised = synchronised
    }
}

extension ScreenOptions {
    /// Whether 24-bit colours are to be sent, if terminfo knows how.
    func wantsDirectColour(noColour: String?) -> Bool {
        colour == .direct
            || DirectColour.isClaimed(by: colourVariable) && colour.depth(ofTerminal: .rgb, noColour: noColour) == .rgb
    }
}

/// What the open screen can show.
package struct ScreenCapabilities: Hashable, Sendable {
    package let terminalType: String
    package let colours: ColourDepth
    package let repertoire: Repertoire
    /// Whether the terminal is one that reports the mouse and marks pasted text.
    package let reportsMouse: Bool
}
