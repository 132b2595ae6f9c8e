extension Theme {
    /// The built-in dark theme: quiet text on the terminal's own background; only what is wrong is loud.
    package static let night = Theme(name: "night", appearance: .dark, roles: nightRoles, statuses: nightStatuses)

    private enum Night {
        // Bright black cannot be seen in some palettes.
        static let faint = Swatch(0x5C6370, .default, .dim)
        static let dim = Swatch(0x8B93A1, .default, .dim)
        static let blue = Swatch(0x7AA2F7, .ansi(12))
        static let cyan = Swatch(0x7DCFFF, .ansi(14))
        static let green = Swatch(0x9ECE6A, .ansi(2))
        static let yellow = Swatch(0xE0AF68, .ansi(3))
        static let orange = Swatch(0xFF9E64, .ansi(11))
        static let red = Swatch(0xF7768E, .ansi(9))
        static let magenta = Swatch(0xD787FF, .ansi(13))
        static let ink = Swatch(0x1A1B26, .ansi(0))
        static let raised = Swatch(0x303446, .default)
    }

    private struct Swatch {
        let full: Colour
        let ansi: Colour
        /// What 16 colours need besides.
        let ansiAttributes: Style.Attributes

        init(_ rgb: UInt32, _ ansi: Colour, _ ansiAttributes: Style.Attributes = []) {
            full = .rgb(rgb)
            self.ansi = ansi
            self.ansiAttributes = ansiAttributes
        }

        static let none = Swatch()

        private init() {
            full = .default
            ansi = .default
            ansiAttributes = []
        }
    }

    /// - Parameter plain: the attributes where there is no colour; those of the coloured look if nil.
    private static func look(
        _ foreground: Swatch = .none, on background: Swatch = .none, _ attributes: Style.Attributes = [],
        plain: Style.Attributes? = nil
    ) -> Look {
        Look(
            full: Style(foreground.full, on: background.full, attributes),
            ansi: Style(foreground.ansi, on: background.ansi, attributes.union(foreground.ansiAttributes)),
            plain: plain ?? attributes)
    }

    /// A raised background under whatever is there; with 16 colours there is no such thing.
    private static func raised(_ attributes: Style.Attributes = [], ansi: Style, plain: Style.Attributes) -> Look {
        Look(full: Style(.default, on: Night.raised.full, attributes), ansi: ansi, plain: plain)
    }

    private static let nightRoles: [Role: Look] = [
        .text: look(),
        .dim: look(Night.dim, plain: .dim),
        .strong: look(.none, .bold),
        .title: look(Night.blue, .bold),
        .header: look(Night.dim, .bold),
        .sortColumn: look(Night.cyan, .bold, plain: [.bold, .underline]),
        .footer: look(Night.dim, plain: .dim),
        .key: look(Night.cyan, .bold),
        .keyLabel: look(Night.dim, plain: []),
        .border: look(Night.faint, plain: .dim),
        .borderFocus: look(Night.blue, plain: []),
        .cursor: raised(.bold, ansi: Style(.ansi(0), on: .ansi(6)), plain: .reverse),
        .cursorUnfocused: raised(ansi: Style(attributes: .underline), plain: .underline),
        .mark: look(Night.yellow, .bold, plain: [.bold, .underline]),
        .match: look(Night.orange, .underline),
        .group: look(.none, .bold),
        .banner: look(Night.ink, on: Night.blue, .bold, plain: [.reverse, .bold]),
        .bannerPaused: look(Night.ink, on: Night.yellow, .bold, plain: [.reverse, .bold]),
        .bannerStale: look(Night.ink, on: Night.orange, .bold, plain: [.reverse, .bold]),
        .bannerProduction: look(Night.ink, on: Night.red, .bold, plain: [.reverse, .bold]),
        .success: look(Night.green, plain: []),
        .warning: look(Night.yellow, plain: .underline),
        .error: look(Night.red, .bold),
        .prompt: look(Night.cyan, .bold),
        .suggestion: look(Night.faint, plain: .dim),
        .dialog: raised(ansi: .plain, plain: []),
        .dialogDanger: look(Night.red, on: Night.raised, .bold),
        .button: look(Night.dim, plain: []),
        .buttonFocused: look(Night.ink, on: Night.blue, .bold, plain: [.reverse, .bold]),
        .scrollbar: look(Night.faint, plain: .dim),
        .added: look(Night.green, .bold),
        .removed: look(Night.red, [.bold, .dim]),
        .modified: look(Night.yellow, .bold),
        .graphLow: look(Night.green, plain: []),
        .graphMiddle: look(Night.yellow, plain: []),
        .graphHigh: look(Night.orange, plain: .bold),
        .graphLoss: look(Night.red, .bold, plain: [.bold, .reverse]),
        .graphAxis: look(Night.faint, plain: .dim),
        .shareBar: look(Night.blue, plain: []),
        .laneServing: look(Night.green, plain: []),
        .laneStandby: look(Night.faint, plain: .dim),
        .laneDown: look(Night.red, .bold),
    ]

    private static let nightStatuses: [StatusName: StatusLook] = [
        .impostor: StatusLook(
            sign: "!", asciiSign: "!", look: look(Night.ink, on: Night.magenta, .bold, plain: [.reverse, .bold])),
        .down: StatusLook(sign: "✗", asciiSign: "x", look: look(Night.red, .bold)),
        .stale: StatusLook(sign: "†", asciiSign: "X", look: look(Night.red, plain: [.bold, .underline])),
        .dangling: StatusLook(sign: "◌", asciiSign: "o", look: look(Night.orange, .bold)),
        .flapping: StatusLook(sign: "≈", asciiSign: "~", look: look(Night.orange, plain: .underline)),
        .suspect: StatusLook(sign: "△", asciiSign: "^", look: look(Night.yellow, plain: .underline)),
        .degraded: StatusLook(sign: "◐", asciiSign: "%", look: look(Night.yellow, plain: .underline)),
        .unknown: StatusLook(sign: "?", asciiSign: "?", look: look(Night.dim, plain: .dim)),
        .up: StatusLook(sign: "●", asciiSign: "+", look: look(Night.green, plain: [])),
        .dormant: StatusLook(sign: "○", asciiSign: "z", look: look(Night.blue, plain: [])),
        .unavailable: StatusLook(sign: "–", asciiSign: "-", look: look(Night.dim, plain: .dim)),
        .withdrawn: StatusLook(sign: "·", asciiSign: ".", look: look(Night.faint, .italic, plain: .dim)),
    ]
}
