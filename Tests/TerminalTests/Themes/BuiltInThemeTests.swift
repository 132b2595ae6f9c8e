import Terminal
import Testing

@Suite("The built-in themes")
struct BuiltInThemeTests {
    static let names = BuiltInThemes().names

    private func theme(_ name: String) throws -> Theme { try BuiltInThemes().theme(name) }

    @Test("can be read, each and every one, and say what they are good for", arguments: names)
    func complete(name: String) throws {
        let theme = try theme(name)
        #expect(theme.name == name)
        #expect(!theme.about.isEmpty)
        #expect(theme.files.isEmpty)
        #expect(TextWidth.columns(of: theme.about) <= 48)
    }

    @Test func theStandardOnesAreAmongThem() {
        #expect(Theme.night.name == BuiltInThemes.standard(.dark))
        #expect(Theme.day.name == BuiltInThemes.standard(.light))
        #expect(Self.names.first == "night")
        #expect(Set(Self.names).count == Self.names.count)
    }

    @Test("have a twin of the other appearance, or none", arguments: names)
    func twins(name: String) throws {
        let theme = try theme(name)
        guard let twin = theme.twin else { return }
        #expect(try self.theme(twin).appearance != theme.appearance)
    }

    @Test("tell statuses apart by a sign of one column", arguments: names)
    func signs(name: String) throws {
        let theme = try theme(name)
        let signs = StatusName.allCases.map { theme.sign(of: $0) }
        #expect(Set(signs).count == signs.count)
        #expect(signs.allSatisfy { TextWidth.columns(of: $0) == 1 })
        let plain = StatusName.allCases.map { theme.sign(of: $0, in: .ascii) }
        #expect(Set(plain).count == plain.count)
        #expect(plain.allSatisfy { $0.utf8.count == 1 })
    }

    @Test(
        "show the cursor and what is wrong on every kind of terminal",
        arguments: names, [ColourDepth.none, .ansi16, .indexed256, .rgb])
    func everyDepth(name: String, depth: ColourDepth) throws {
        let theme = try theme(name).adapted(to: depth)
        #expect(theme.depth == depth)
        let loud: [Role] = [
            .cursor, .cursorUnfocused, .mark, .match, .bannerStale, .bannerPaused, .bannerProduction, .warning, .error,
            .buttonFocused, .sortColumn, .graphLoss,
        ]
        for role in loud { #expect(theme[role] != theme[.text], "\(role)") }
        #expect(theme[.buttonFocused] != theme[.button])
        #expect(theme[.cursor] != theme[.cursorUnfocused])
        for status in [StatusName.impostor, .down, .stale, .suspect] { #expect(theme[status] != theme[.up]) }
        let styles = Role.allCases.map { theme[$0] } + StatusName.allCases.map { theme[$0] }
        for style in styles {
            #expect(style.foreground == .default || style.foreground != style.background)
            if depth == .none { #expect(style == Style(attributes: style.attributes)) }
        }
    }

    @Test("leave a terminal with 16 colours its own background", arguments: names)
    func ansiGround(name: String) throws {
        #expect(try theme(name).adapted(to: .ansi16).ground == .plain)
    }

    /// How a cell looks that has this style and lies on that background.
    private func contrast(_ style: Style, _ ground: Style, _ own: PictureColours) -> Double {
        let fallback = { (colour: Colour, other: Colour) in colour == .default ? other : colour }
        let ground = fallback(ground.background, own.background)
        var colours = (fallback(style.foreground, own.foreground), fallback(style.background, ground))
        if style.attributes.contains(.reverse) { colours = (colours.1, colours.0) }
        return Eye.contrast(colours.0, colours.1)
    }

    private static let body: [Role] = [
        .text, .dim, .strong, .title, .header, .sortColumn, .footer, .key, .keyLabel, .mark, .match, .group, .banner,
        .bannerPaused, .bannerStale, .bannerProduction, .success, .warning, .error, .prompt, .button, .buttonFocused,
        .added, .removed, .modified,
    ]
    private static let lesser: [Role] = [
        .suggestion, .graphLow, .graphMiddle, .graphHigh, .graphLoss, .shareBar, .laneServing, .laneStandby, .laneDown,
        .laneNow, .scrollbar,
    ]

    @Test("can be read: text has a contrast of 4.5, hints and graphs of 3 (WCAG AA)", arguments: names)
    func contrast(name: String) throws {
        // Whose colours are the user's is the user's business.
        guard name != "terminal", name != "mono" else { return }
        let theme = try theme(name)
        let own = PictureColours.of(theme)
        let isHigh = name.hasPrefix("contrast")
        for role in Self.body {
            let ratio = contrast(theme[role], theme.ground, own)
            #expect(ratio >= (isHigh ? 7 : 4.5), "\(role): \(ratio)")
        }
        for role in Self.lesser {
            let ratio = contrast(theme[role], theme.ground, own)
            #expect(ratio >= (isHigh ? 7 : 3), "\(role): \(ratio)")
        }
        for status in StatusName.allCases {
            let ratio = contrast(theme[status], theme.ground, own)
            #expect(ratio >= (isHigh ? 7 : status == .withdrawn ? 3 : 4.5), "\(status): \(ratio)")
        }
        for role in [Role.border, .graphAxis] {
            #expect(contrast(theme[role], theme.ground, own) >= (isHigh ? 4.5 : 1.5), "\(role)")
        }
    }

    @Test("can be read under the cursor and in dialogs", arguments: names)
    func raised(name: String) throws {
        guard name != "terminal", name != "mono" else { return }
        let theme = try theme(name)
        let own = PictureColours.of(theme)
        let roles: [Role] = [.text, .dim, .title, .key, .error, .warning, .success]
        for below in [Role.cursor, .dialog] {
            for role in roles {
                // The cursor is laid over the text, a dialog lies below it.
                let style = below == .cursor ? theme[role].overlaid(with: theme[.cursor]) : theme[role]
                let ratio = contrast(style, theme.grounded(theme[below]), own)
                #expect(ratio >= 4.3, "\(role) on \(below): \(ratio)")
            }
        }
        #expect(theme[.cursor].background != theme.grounded(theme[.dialog]).background)
    }

    @Test(
        "colourblind: whoever lacks a kind of receptor still tells what is up from what is not by its colour",
        arguments: ["colourblind", "colourblind-light"], Eye.allCases)
    func colourBlind(name: String, eye: Eye) throws {
        let theme = try theme(name)
        func block(_ status: StatusName) -> Colour { theme.grounded(theme[status]).background }
        for (a, b) in [
            (StatusName.up, StatusName.down), (.up, .suspect), (.up, .stale), (.up, .impostor), (.suspect, .down),
            (.down, .impostor),
        ] {
            // Text in one colour and a block of another are told apart by their shape.
            guard (block(a) == theme.ground.background) == (block(b) == theme.ground.background) else { continue }
            let colours = block(a) == theme.ground.background ? \Style.foreground : \.background
            let distance = eye.distance(theme[a][keyPath: colours], theme[b][keyPath: colours])
            #expect(distance >= 15, "\(a) and \(b): \(distance)")
        }
    }
}
