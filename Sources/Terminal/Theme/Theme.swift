/// What every role and status looks like, resolved for a terminal's number of colours.
package struct Theme: Sendable {
    package enum Appearance: String, Sendable {
        case dark
        case light
    }

    package let name: String
    package let appearance: Appearance
    package let depth: ColourDepth
    private let roles: [Look]
    private let statuses: [StatusLook]
    private let roleStyles: [Style]
    private let statusStyles: [Style]

    /// Roles without a look of their own are shown plain.
    package init(
        name: String, appearance: Appearance, roles: [Role: Look], statuses: [StatusName: StatusLook],
        depth: ColourDepth = .rgb
    ) {
        let plain = Look(full: .plain, ansi: .plain, plain: [])
        self.init(
            name: name, appearance: appearance, roles: Role.allCases.map { roles[$0] ?? plain },
            statuses: StatusName.allCases.map {
                statuses[$0] ?? StatusLook(sign: " ", asciiSign: " ", look: plain)
            }, depth: depth)
    }

    private init(
        name: String, appearance: Appearance, roles: [Look], statuses: [StatusLook], depth: ColourDepth
    ) {
        self.name = name
        self.appearance = appearance
        self.depth = depth
        self.roles = roles
        self.statuses = statuses
        roleStyles = roles.map { $0.style(at: depth) }
        statusStyles = statuses.map { $0.look.style(at: depth) }
    }

    /// The same theme for a terminal with that many colours.
    package func adapted(to depth: ColourDepth) -> Theme {
        Theme(name: name, appearance: appearance, roles: roles, statuses: statuses, depth: depth)
    }

    package subscript(role: Role) -> Style { roleStyles[Int(role.rawValue)] }

    package subscript(status: StatusName) -> Style { statusStyles[Int(status.rawValue)] }

    /// A status's sign, one column wide.
    package func sign(of status: StatusName, in repertoire: Repertoire = .unicode) -> String {
        statuses[Int(status.rawValue)].sign(in: repertoire)
    }
}
