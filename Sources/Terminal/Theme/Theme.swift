/// What every role and status looks like, resolved for a terminal's number of colours.
package struct Theme: Sendable {
    package let name: String
    package let appearance: Appearance
    /// What it is good for, in a few words.
    package let about: String
    /// The theme for terminals of the other appearance.
    package let twin: String?
    /// The user's files that it was read from.
    package let files: [String]
    package private(set) var depth: ColourDepth
    private let roles: [Look]
    private let statuses: [StatusLook]
    private var roleStyles: [Style] = []
    private var statusStyles: [Style] = []

    /// What lies beneath everything: the colour of text on the background.
    package private(set) var ground = Style.plain

    /// Roles without a look of their own are shown plain.
    package init(
        name: String, appearance: Appearance, about: String = "", twin: String? = nil, files: [String] = [],
        roles: [Role: Look], statuses: [StatusName: StatusLook], depth: ColourDepth = .rgb
    ) {
        self.name = name
        self.appearance = appearance
        self.about = about
        self.twin = twin
        self.files = files
        self.depth = depth
        let plain = Look(full: .plain, ansi: .plain, plain: [])
        self.roles = Role.allCases.map { roles[$0] ?? plain }
        self.statuses = StatusName.allCases.map {
            statuses[$0] ?? StatusLook(sign: " ", asciiSign: " ", look: plain)
        }
        resolve()
    }

    private mutating func resolve() {
        roleStyles = roles.map { $0.style(at: depth) }
        statusStyles = statuses.map { $0.look.style(at: depth) }
        ground = self[.text].overlaid(with: self[.background])
    }

    /// The same theme for a terminal with that many colours.
    package func adapted(to depth: ColourDepth) -> Theme {
        var theme = self
        theme.depth = depth
        theme.resolve()
        return theme
    }

    /// Where it has no background, it is meant to lie on what is there.
    package subscript(role: Role) -> Style { roleStyles[Int(role.rawValue)] }

    package subscript(status: StatusName) -> Style { statusStyles[Int(status.rawValue)] }

    /// A status's sign, one column wide.
    package func sign(of status: StatusName, in repertoire: Repertoire = .unicode) -> String {
        statuses[Int(status.rawValue)].sign(in: repertoire)
    }

    /// The style with the theme's own background where it has none.
    package func grounded(_ style: Style) -> Style {
        style.background == .default ? Style(style.foreground, on: ground.background, style.attributes) : style
    }
}
