import Glibc
import Terminal
import Testing

@testable import CursesScreen

extension ScreenTests {
    @Suite("Colours of 24 bits")
    struct ColourTests {
        struct Case: CustomTestStringConvertible {
            var type: String
            var variable: String?
            var choice = ColourChoice.upTo(.rgb)
            var depth: ColourDepth
            var sequence: String

            var testDescription: String { "\(type), COLORTERM=\(variable ?? ""), \(choice)" }
        }

        @Test(
            "are sent where COLORTERM says that there are, and terminfo how",
            arguments: [
                Case(type: "xterm-256color", variable: "truecolor", depth: .rgb, sequence: "38;2;158;206;106"),
                Case(type: "xterm", variable: "24bit", depth: .rgb, sequence: "38;2;158;206;106"),
                Case(type: "tmux-256color", variable: "truecolor", depth: .rgb, sequence: "38:2::158:206:106"),
                Case(type: "alacritty", variable: "truecolor", depth: .rgb, sequence: "38;2;158;206;106"),
                Case(type: "xterm-256color", variable: nil, choice: .direct, depth: .rgb, sequence: "38;2;158;206;106"),
                Case(type: "xterm-256color", variable: nil, depth: .indexed256, sequence: "38;5;149"),
                Case(type: "xterm-256color", variable: "yes", depth: .indexed256, sequence: "38;5;149"),
                Case(
                    type: "xterm-256color", variable: "truecolor", choice: .upTo(.indexed256), depth: .indexed256,
                    sequence: "38;5;149"),
                Case(
                    type: "xterm-256color", variable: "truecolor", choice: .upTo(.ansi16), depth: .ansi16,
                    sequence: "32m"),
                Case(
                    type: "xterm-256color", variable: "truecolor", choice: .upTo(.none), depth: .none, sequence: ";1m"),
                // What screen makes of them is something else.
                Case(type: "screen-256color", variable: "truecolor", depth: .indexed256, sequence: "38;5;149"),
                Case(type: "linux", variable: "truecolor", depth: .ansi16, sequence: "32m"),
                Case(type: "xterm-direct", variable: "truecolor", depth: .rgb, sequence: "38:2::158:206:106"),
            ])
        func depth(_ wanted: Case) async throws {
            try Terminfo.require(wanted.type)
            try Terminfo.require("vscode-direct")
            let terminal = try PseudoTerminal()
            let before = terminal.modes
            let screen = try await CursesScreen.open(
                terminal.options(wanted.type) {
                    $0.colour = wanted.choice
                    $0.colourVariable = wanted.variable
                })
            #expect(await screen.capabilities?.colours == wanted.depth)
            var surface = Surface(Size(rows: 24, columns: 80))
            let theme = Style(.rgb(0x9ECE6A), on: .default, .bold)
            surface.put("up", row: 1, column: 3, style: wanted.depth == .ansi16 ? Style(.ansi(2)) : theme)
            await screen.show(surface)
            await screen.ring()
            let output = await terminal.output(upTo: "\u{7}")
            #expect(output.contains(wanted.sequence), "\(output.debugDescription)")
            if wanted.depth == .none { #expect(!output.contains("[38")) }
            // Another entry of terminfo than the terminal's own: what it turned on is turned off all the same.
            terminal.type("\u{1B}OA\u{1B}[1;2C\u{1B}[15~")
            var events = screen.events.makeAsyncIterator()
            if wanted.type.hasPrefix("xterm") || wanted.type.hasPrefix("tmux") {
                for key in [Key.up, Key(.right, .shift), .function(5)] {
                    #expect(await events.next() == .key(.key(key)))
                }
            }
            await screen.close()
            #expect(terminal.modes == before)
            guard wanted.type != "linux" else { return }
            #expect(await terminal.output(upTo: "\u{1B}[?1049l").contains("\u{1B}[?1049l"))
        }

        @Test("are known by entries that are much like the terminal's own")
        func entries() {
            #expect(DirectColour.types(for: "xterm-256color") == ["vscode-direct", "xterm-direct"])
            #expect(DirectColour.types(for: "xterm-kitty") == ["kitty-direct"])
            #expect(DirectColour.types(for: "tmux-256color") == ["tmux-direct"])
            #expect(DirectColour.types(for: "foot") == ["foot-direct"])
            for type in ["screen", "screen-256color", "screen.xterm-256color", "tmux-direct", "vt100-w"] {
                #expect(DirectColour.types(for: type).isEmpty, "\(type)")
            }
        }
    }

    @Suite("The terminal's background")
    struct BackgroundTests {
        private func open(_ terminal: PseudoTerminal, _ type: String = "xterm-256color") async throws -> CursesScreen {
            try await CursesScreen.open(terminal.options(type) { $0.asksForBackground = true })
        }

        @Test(
            "is asked for, and the answer is no key",
            arguments: [
                ("\u{1B}]11;rgb:fafa/f0f0/e6e6\u{7}", Colour.rgb(0xFAF0E6)),
                ("\u{1B}]11;rgb:1c1c/1c1c/1c1c\u{1B}\\", .rgb(0x1C1C1C)),
            ])
        func isAsked(answer: String, colour: Colour) async throws {
            let terminal = try PseudoTerminal()
            let screen = try await open(terminal)
            var events = screen.events.makeAsyncIterator()
            #expect(await terminal.output(upTo: "]11;?\u{7}").hasSuffix("\u{1B}]11;?\u{7}"))
            terminal.type(answer + "q")
            let first = await events.next()
            let second = await events.next()
            #expect([first, second].contains(.background(colour)))
            #expect([first, second].contains(.key(.key("q"))))
            await screen.close()
            #expect(await events.next() == nil)
        }

        @Test("is not asked of those that might print the question")
        func isNotAsked() async throws {
            let terminal = try PseudoTerminal()
            let screen = try await open(terminal, "linux")
            await screen.ring()
            #expect(await !terminal.output(upTo: "\u{7}").contains("]11;?"))
            await screen.close()
        }

        @Test("is not left for the shell when svctop ends before the answer is there")
        func isSwallowed() async throws {
            let terminal = try PseudoTerminal()
            let before = terminal.modes
            let screen = try await open(terminal)
            _ = await terminal.output(upTo: "]11;?\u{7}")
            terminal.type("\u{1B}]11;rgb:0000/0000/0000\u{7}")
            await screen.close()
            #expect(terminal.modes == before)
            var waiting: CInt = 0
            #expect(ioctl(terminal.descriptor, UInt(FIONREAD), &waiting) == 0)
            #expect(waiting == 0)
        }
    }
}
