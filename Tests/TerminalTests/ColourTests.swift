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
