/// How one role looks, for each kind of terminal. Without colours the attributes alone have to say it.
package struct Look: Hashable, Sendable {
    package var full: Style
    /// With the 16 colours that the user's terminal theme defines.
    package var ansi: Style
    package var plain: Style.Attributes

    package init(full: Style, ansi: Style, plain: Style.Attributes) {
        self.full = full
        self.ansi = ansi
        self.plain = plain
    }

    package func style(at depth: ColourDepth) -> Style {
        switch depth {
        case .none: Style(.default, on: .default, plain)
        case .ansi16: ansi.quantised(to: .ansi16)
        case .indexed256, .rgb: full.quantised(to: depth)
        }
    }
}

/// How a status looks: a sign of one column, so that colour is never the only one, and a style.
package struct StatusLook: Hashable, Sendable {
    package var sign: String
    package var asciiSign: String
    package var look: Look

    package init(sign: String, asciiSign: String, look: Look) {
        self.sign = sign
        self.asciiSign = asciiSign
        self.look = look
    }

    package func sign(in repertoire: Repertoire) -> String { repertoire == .ascii ? asciiSign : sign }
}
