import Testing

@testable import Terminal

@Suite("Colours on terminals that have fewer")
struct ColourTests {
    @Test(
        arguments: [
            (0x000000, 16), (0xFFFFFF, 231), (0xFF0000, 196), (0x5F87AF, 67), (0x080808, 232), (0x303030, 236),
            (0xEEEEEE, 255), (0x808080, 244),
        ] as [(UInt32, UInt8)])
    func nearestOf256(rgb: UInt32, index: UInt8) {
        #expect(Colour.rgb(rgb).quantised(to: .indexed256) == .indexed(index))
    }

    @Test(
        arguments: [
            (0x000000, 0), (0xFF0000, 9), (0xCC0000, 1), (0x00FF00, 10), (0xFFFFFF, 15), (0x777777, 8), (0x10C010, 2),
        ] as [(UInt32, UInt8)])
    func nearestOf16(rgb: UInt32, index: UInt8) {
        #expect(Colour.rgb(rgb).quantised(to: .ansi16) == .ansi(index))
    }

    @Test func everyColourOf256IsItsOwnNearest() {
        for index in UInt8(16)...255 {
            let (red, green, blue) = Colour.indexed(index).components(default: (1, 2, 3))
            let nearest = Colour.rgb(red, green, blue).quantised(to: .indexed256)
            #expect(nearest.components(default: (1, 2, 3)) == (red, green, blue))
        }
    }

    @Test func quantisingTwiceChangesNothing() {
        for depth in [ColourDepth.none, .ansi16, .indexed256, .rgb] {
            for colour in [Colour.default, .ansi(3), .indexed(3), .indexed(99), .rgb(0x123456)] {
                let once = colour.quantised(to: depth)
                #expect(once.quantised(to: depth) == once)
            }
        }
        #expect(Style(.rgb(1), on: .ansi(2), .bold).quantised(to: .none) == Style(attributes: .bold))
    }

    @Test func stylesKeepWhatTheyAreGiven() {
        let style = Style(.rgb(0xABCDEF), on: .indexed(200), [.dim, .reverse])
        #expect(style.foreground == .rgb(0xABCDEF))
        #expect(style.background == .indexed(200))
        #expect(style.attributes == [.dim, .reverse])
        #expect(style.description == "#abcdef on 200 dim reverse")
        #expect(style.overlaid(with: Style(on: .ansi(1), .bold)).description == "#abcdef on red bold dim reverse")
    }
}

@Suite("The built-in theme")
struct ThemeTests {
    @Test func tellsStatusesApartWithoutColour() {
        let signs = StatusName.allCases.map { Theme.night.sign(of: $0) }
        #expect(Set(signs).count == signs.count)
        let plain = StatusName.allCases.map { Theme.night.sign(of: $0, in: .ascii) }
        #expect(Set(plain).count == plain.count)
        for (sign, ascii) in zip(signs, plain) {
            #expect(TextWidth.columns(of: sign) == 1)
            #expect(ascii.utf8.count == 1)
        }
    }

    @Test(arguments: [ColourDepth.none, .ansi16, .indexed256, .rgb])
    func showsTheCursorAndTrouble(depth: ColourDepth) {
        let theme = Theme.night.adapted(to: depth)
        #expect(theme.depth == depth)
        for role in [Role.cursor, .mark, .bannerStale, .error, .buttonFocused] { #expect(theme[role] != theme[.text]) }
        for status in [StatusName.impostor, .down, .stale, .suspect] { #expect(theme[status] != theme[.up]) }
        if depth == .none {
            for role in Role.allCases {
                #expect(theme[role].foreground == .default)
                #expect(theme[role].background == .default)
            }
        }
    }

    @Test func namesItsRolesAsFilesDo() {
        #expect(Role.bannerPaused.name == "banner_paused")
        for role in Role.allCases { #expect(Role(name: role.name) == role) }
        for status in StatusName.allCases { #expect(StatusName(name: status.name) == status) }
    }
}
