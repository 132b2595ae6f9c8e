import Glibc
import Terminal
import Testing

@testable import CursesScreen

extension ScreenTests {
    @Suite("However the process ends, the terminal is as before")
    struct EndTests {
        @Test func fatalErrorInAnyThread() async throws {
            let terminal = try PseudoTerminal()
            let before = terminal.modes
            await #expect(processExitsWith: .failure) { [path = terminal.path as String] in
                let screen = try await Victim.takeTerminal(path)
                _ = screen
                fatalError("asked for")
            }
            try await expectRestored(terminal, before: before, message: "asked for")
        }

        @Test func indexOutOfRange() async throws {
            let terminal = try PseudoTerminal()
            let before = terminal.modes
            await #expect(processExitsWith: .failure) { [path = terminal.path as String] in
                let screen = try await Victim.takeTerminal(path)
                let size = await screen.size
                let numbers = Array(0..<size.rows)
                print(numbers[size.columns])
            }
            try await expectRestored(terminal, before: before, message: "Index out of range")
        }

        @Test func abortCalled() async throws {
            let terminal = try PseudoTerminal()
            let before = terminal.modes
            await #expect(processExitsWith: .signal(SIGABRT)) { [path = terminal.path as String] in
                let screen = try await Victim.takeTerminal(path)
                _ = screen
                abort()
            }
            try await expectRestored(terminal, before: before, message: "held back")
        }

        @Test func exitCalled() async throws {
            let terminal = try PseudoTerminal()
            let before = terminal.modes
            await #expect(processExitsWith: .exitCode(7)) { [path = terminal.path as String] in
                let screen = try await Victim.takeTerminal(path)
                _ = screen
                exit(7)
            }
            try await expectRestored(terminal, before: before, message: "held back")
        }

        @Test func askedToEndThreeTimesWhileNobodyListens() async throws {
            let terminal = try PseudoTerminal()
            let before = terminal.modes
            await #expect(processExitsWith: .signal(SIGTERM)) { [path = terminal.path as String] in
                let screen = try await Victim.takeTerminal(path)
                await screen.hang()
            }
            try await expectRestored(terminal, before: before, message: "held back")
        }

        @Test("what is held back of stderr is bounded, and says so")
        func muchIsWrittenToStderr() async throws {
            let terminal = try PseudoTerminal()
            await #expect(processExitsWith: .success) { [path = terminal.path as String] in
                let screen = try await Victim.takeTerminal(path)
                let line = [UInt8](repeating: UInt8(ascii: "x"), count: 1024)
                for _ in 0..<1024 { _ = line.withUnsafeBytes { write(2, $0.baseAddress, $0.count) } }
                await screen.close()
            }
            let output = await terminal.output(upTo: "256 KiB were kept")
            let kept = output.utf8.count { $0 == UInt8(ascii: "x") }
            #expect(kept > 200 * 1024 && kept < 300 * 1024)
        }

        /// The frame was up, then the second screen was left, then what stderr was told came.
        private func expectRestored(_ terminal: PseudoTerminal, before: TerminalModes, message: String) async throws {
            #expect(terminal.modes == before)
            let output = await terminal.output(upTo: message)
            let frame = try #require(output.firstRange(of: "the frame"))
            let left = try #require(output.ranges(of: "\u{1B}[?1049l").last)
            let text = try #require(output.ranges(of: message).last)
            #expect(frame.upperBound <= left.lowerBound)
            #expect(left.upperBound <= text.lowerBound)
            #expect(output[frame.upperBound...].contains("\u{1B}[?25h"))
        }
    }
}

/// What runs in the process that is to die.
enum Victim {
    static func takeTerminal(_ path: String) async throws -> CursesScreen {
        let descriptor = open(path, O_RDWR | O_NOCTTY)
        guard descriptor >= 0, dup2(descriptor, 2) == 2 else { exit(99) }
        let screen = try await CursesScreen.open(
            ScreenOptions(terminalType: "xterm-256color", input: descriptor, output: descriptor, repertoire: .unicode))
        var surface = Surface(Size(rows: 24, columns: 80))
        surface.put("the frame", row: 0, column: 0)
        await screen.show(surface)
        let text = "held back\n"
        _ = write(2, text, text.utf8.count)
        return screen
    }
}

extension CursesScreen {
    /// Keeps the screen's thread from everything that it should do.
    fileprivate func hang() {
        for _ in 0..<3 { raise(SIGTERM) }
        while true { pause() }
    }
}
