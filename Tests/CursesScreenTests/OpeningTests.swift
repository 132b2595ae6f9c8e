import Glibc
import Terminal
import Testing

@testable import CursesScreen

extension ScreenTests {
    @Suite("Opening the screen")
    struct OpeningTests {
        @Test("fails with a reason on what is no terminal")
        func noTerminal() async throws {
            var ends: [CInt] = [0, 0]
            try #require(pipe(&ends) == 0)
            defer { ends.forEach { close($0) } }
            let terminal = try PseudoTerminal()
            await #expect(throws: ScreenError.notATerminal(ends[0])) {
                _ = try await CursesScreen.open(terminal.options("xterm-256color") { $0.input = ends[0] })
            }
            await #expect(throws: ScreenError.notATerminal(ends[1])) {
                _ = try await CursesScreen.open(terminal.options("xterm-256color") { $0.output = ends[1] })
            }
        }

        @Test(
            "fails with a reason on terminals that cannot draw",
            arguments: [
                ("", ScreenError.noTerminalType("")), ("dumb", .noTerminalType("dumb")),
                ("no-such-terminal", .unknownTerminalType("no-such-terminal")),
            ])
        func badType(type: String, error: ScreenError) async throws {
            let terminal = try PseudoTerminal()
            let before = terminal.modes
            await #expect(throws: error) { _ = try await CursesScreen.open(terminal.options(type)) }
            #expect(terminal.modes == before)
            #expect(!error.description.isEmpty)
        }

        @Test("is for one at a time")
        func once() async throws {
            let terminal = try PseudoTerminal()
            let screen = try await CursesScreen.open(terminal.options("xterm-256color"))
            await #expect(throws: ScreenError.alreadyOpen) {
                _ = try await CursesScreen.open(terminal.options("xterm-256color"))
            }
            await screen.close()
            let next = try await CursesScreen.open(terminal.options("xterm-256color"))
            await next.close()
        }

        @Test("gives the terminal back though nobody closed it")
        func forgotten() async throws {
            let terminal = try PseudoTerminal()
            let before = terminal.modes
            do { _ = try await CursesScreen.open(terminal.options("xterm-256color")) }
            _ = await terminal.output(upTo: "\u{1B}[?1049l")
            // The screen's own thread takes it down.
            while terminal.modes != before { await Task.yield() }
        }

        @Test("goes by NO_COLOR unless told otherwise")
        func noColour() {
            #expect(ColourChoice.automatic.depth(ofTerminal: .rgb, noColour: nil) == .rgb)
            #expect(ColourChoice.automatic.depth(ofTerminal: .rgb, noColour: "") == .rgb)
            #expect(ColourChoice.automatic.depth(ofTerminal: .rgb, noColour: "1") == .none)
            #expect(ColourChoice.upTo(.indexed256).depth(ofTerminal: .rgb, noColour: "1") == .indexed256)
            #expect(ColourChoice.upTo(.rgb).depth(ofTerminal: .ansi16, noColour: nil) == .ansi16)
        }
    }
}
