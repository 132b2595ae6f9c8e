import Glibc
import Terminal
import Testing

@testable import CursesScreen

extension ScreenTests {
    @Suite("A frame on a terminal")
    struct DrawingTests {
        private func frame(_ size: Size = Size(rows: 24, columns: 80)) -> Surface {
            var surface = Surface(size)
            surface.put("日本語 up", row: 1, column: 3, style: Style(.rgb(0x9ECE6A), on: .rgb(0x102030), .bold))
            surface.put("cafe\u{301}", row: 2, column: 0)
            surface.put("corner", row: 23, column: 74)
            return surface
        }

        @Test(
            "shows text and the colours that there are, and leaves everything as it was",
            arguments: [
                ("xterm-256color", ColourDepth.indexed256, "38;5;149"), ("xterm-direct", .rgb, "38:2::158:206:106"),
                ("tmux-256color", .indexed256, "38;5;149"), ("screen", .ansi16, ";1m"), ("linux", .ansi16, ";1m"),
                ("vt100", .none, ";1m"),
            ])
        func draws(type: String, depth: ColourDepth, sequence: String) async throws {
            try Terminfo.require(type)
            let terminal = try PseudoTerminal()
            let before = terminal.modes
            let screen = try await CursesScreen.open(terminal.options(type))
            #expect(await screen.capabilities?.colours == depth)
            #expect(await screen.size == Size(rows: 24, columns: 80))
            #expect(terminal.modes != before)
            await screen.show(frame())
            await screen.ring()
            let output = await terminal.output(upTo: "\u{7}")
            for text in ["日本語 up", "cafe\u{301}", "corne"] {
                #expect(output.unicodeScalars.contains(text.unicodeScalars), "\(type): \(text)")
            }
            #expect(output.contains(sequence), "\(output.debugDescription)")
            await screen.close()
            #expect(terminal.modes == before)
        }

        @Test("leaves what the terminal reported as it found it")
        func turnsOffWhatItTurnedOn() async throws {
            let terminal = try PseudoTerminal()
            let screen = try await CursesScreen.open(terminal.options("xterm-256color"))
            await screen.show(frame())
            await screen.close()
            let output = await terminal.output(upTo: "\u{1B}[?1049l")
            for mode in ["1049", "1002", "1006", "2004"] {
                let on = output.ranges(of: "\u{1B}[?\(mode)h").last
                let off = output.ranges(of: "\u{1B}[?\(mode)l").last
                let (begin, end) = (try #require(on), try #require(off))
                #expect(begin.upperBound <= end.lowerBound, "mode \(mode)")
            }
            #expect(output.ranges(of: "\u{1B}[?2026h").count == output.ranges(of: "\u{1B}[?2026l").count)
        }

        @Test("sends nothing when nothing has changed, and little when little has")
        func sendsDifferences() async throws {
            let terminal = try PseudoTerminal()
            let screen = try await CursesScreen.open(terminal.options("xterm-256color") { $0.synchronised = false })
            var surface = frame()
            await screen.show(surface)
            await screen.ring()
            _ = await terminal.output(upTo: "\u{7}")
            await screen.show(surface)
            await screen.ring()
            #expect(await terminal.output(upTo: "\u{7}") == "\u{7}")
            surface.put("down", row: 1, column: 20)
            await screen.show(surface)
            await screen.ring()
            let output = await terminal.output(upTo: "\u{7}")
            #expect(output.contains("down"))
            #expect(output.utf8.count < 40, "\(output.debugDescription)")
            await screen.close()
        }

        @Test("wipes what a wide character covered")
        func replacesWideCharacters() async throws {
            let terminal = try PseudoTerminal()
            let screen = try await CursesScreen.open(terminal.options("xterm-256color"))
            await screen.show(frame())
            var surface = frame()
            surface.put("x", row: 1, column: 4, style: surface[1, 5].style)
            await screen.show(surface)
            await screen.redraw()
            await screen.ring()
            let output = await terminal.output(upTo: "\u{7}")
            #expect(output.contains(" x本語 up"), "\(output.debugDescription)")
            await screen.close()
        }

        @Test("uses no colour where none is wanted, but keeps the attributes")
        func withoutColour() async throws {
            let terminal = try PseudoTerminal()
            let screen = try await CursesScreen.open(
                terminal.options("xterm-256color") { $0.colour = .upTo(.none) })
            await screen.show(frame())
            await screen.ring()
            let output = await terminal.output(upTo: "\u{7}")
            #expect(output.contains(";1m"))
            #expect(!output.contains("38;5") && !output.contains("48;5"))
            await screen.close()
        }

        @Test("survives more pairs of colours than the terminal has")
        func runsOutOfPairs() async throws {
            let terminal = try PseudoTerminal()
            let screen = try await CursesScreen.open(terminal.options("linux"))
            for shift in UInt8(0)..<3 {
                var surface = Surface(Size(rows: 24, columns: 80))
                for index in UInt8(0)..<200 {
                    surface.put(
                        "\(index)", row: Int(index / 20), column: 4 * Int(index % 20),
                        style: Style(.ansi((index + shift) % 16), on: .ansi(index / 16)))
                }
                surface.put("whole", row: 20, column: Int(shift))
                await screen.show(surface)
            }
            await screen.redraw()
            await screen.ring()
            let output = await terminal.output(upTo: "\u{7}")
            #expect(output.contains("199"))
            #expect(output.contains("whole"))
            await screen.close()
        }

        @Test("keeps the grid where the C library counts other columns")
        func disagreesWithTheLibrary() async throws {
            let terminal = try PseudoTerminal()
            let screen = try await CursesScreen.open(terminal.options("xterm-256color"))
            var surface = Surface(Size(rows: 2, columns: 20))
            // New in Unicode 17.
            surface.put("a\u{1FACD}b", row: 0, column: 0)
            await screen.show(surface)
            await screen.ring()
            let output = await terminal.output(upTo: "\u{7}")
            #expect(output.contains("a??b") != output.contains("a\u{1FACD}b"), "\(output.debugDescription)")
            await screen.close()
        }
    }
}

extension String.UnicodeScalarView {
    fileprivate func contains(_ other: Self) -> Bool {
        let (all, wanted) = (Array(self), Array(other))
        guard all.count >= wanted.count else { return false }
        return (0...all.count - wanted.count).contains { all[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }
}
