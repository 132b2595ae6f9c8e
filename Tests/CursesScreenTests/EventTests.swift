import Glibc
import Terminal
import Testing

@testable import CursesScreen

extension ScreenTests {
    @Suite("What the terminal reports")
    struct EventTests {
        @Test(
            "is keys, in both modes of the arrows, mouse and pasted text",
            arguments: [
                ("xterm-256color", "\u{1B}[A", KeyEvent.key(.up)), ("xterm-256color", "\u{1B}OA", .key(.up)),
                ("linux", "\u{1B}[[C", .key(.function(3))), ("vt100", "\u{1B}OB", .key(.down)),
                ("tmux-256color", "\u{1B}[1~", .key(.home)), ("screen", "\u{1B}[5~", .key(.pageUp)),
                ("xterm-256color", "é", .key("é")), ("xterm-256color", "\u{13}", .key(.control("s"))),
                ("xterm-256color", "\r", .key(.enter)), ("xterm-256color", "\u{16}", .key(.control("v"))),
                ("xterm-256color", "\u{1B}", .key(.escape)),
                (
                    "tmux-256color", "\u{1B}[<0;10;5M",
                    .mouse(MouseEvent(.press(.left), at: Position(row: 4, column: 9)))
                ),
                ("xterm-256color", "\u{1B}[200~q\u{1B}[B\u{1B}[201~", .paste("q\u{1B}[B")),
            ])
        func isDecoded(type: String, bytes: String, event: KeyEvent) async throws {
            try Terminfo.require(type)
            let terminal = try PseudoTerminal()
            let screen = try await CursesScreen.open(terminal.options(type))
            var events = screen.events.makeAsyncIterator()
            terminal.type(bytes)
            #expect(await events.next() == .key(event))
            await screen.close()
            #expect(await events.next() == nil)
        }

        @Test(
            "is told nothing of what it should copy but the text itself",
            arguments: ["xterm-256color", "tmux-256color"])
        func takesACopy(type: String) async throws {
            try Terminfo.require(type)
            let terminal = try PseudoTerminal()
            let screen = try await CursesScreen.open(terminal.options(type))
            await screen.setClipboard(base64: "c3ZjdG9w")
            await screen.setClipboard(base64: String(repeating: "A", count: 200_000))
            await screen.ring()
            let output = await terminal.output(upTo: "\u{7}")
            #expect(output.contains("\u{1B}]52;c;c3ZjdG9w\u{7}"))
            await screen.close()
        }

        @Test("is another size, after which everything is drawn again")
        func resizes() async throws {
            let terminal = try PseudoTerminal()
            let screen = try await CursesScreen.open(terminal.options("xterm-256color"))
            var events = screen.events.makeAsyncIterator()
            var surface = Surface(Size(rows: 24, columns: 80))
            surface.put("stays", row: 0, column: 0)
            await screen.show(surface)
            await screen.ring()
            _ = await terminal.output(upTo: "\u{7}")
            terminal.resize(rows: 10, columns: 132)
            kill(getpid(), SIGWINCH)
            #expect(await events.next() == .resize(Size(rows: 10, columns: 132)))
            #expect(await screen.size == Size(rows: 10, columns: 132))
            // A frame of the old size, from somebody who has not heard of the new one.
            await screen.show(surface)
            await screen.ring()
            #expect(await terminal.output(upTo: "\u{7}").contains("stays"))
            await screen.close()
        }

        @Test("is a wish to end, which the program grants", arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
        func asksToEnd(signal: CInt) async throws {
            let terminal = try PseudoTerminal()
            let before = handler(of: signal)
            let screen = try await CursesScreen.open(terminal.options("xterm-256color"))
            #expect(handler(of: signal) != before)
            var events = screen.events.makeAsyncIterator()
            kill(getpid(), signal)
            #expect(await events.next() == .terminate(signal: signal))
            await screen.close()
            #expect(handler(of: signal) == before, "the action that it had is back")
        }

        /// What is done at a signal, to be compared: the default, ignored, or an address.
        private func handler(of signal: CInt) -> UInt {
            var action = sigaction()
            sigaction(signal, nil, &action)
            return unsafeBitCast(action.__sigaction_handler.sa_handler, to: UInt.self)
        }

        @Test("is that the process goes on after a stop, and then all is drawn again")
        func continues() async throws {
            let terminal = try PseudoTerminal()
            let screen = try await CursesScreen.open(terminal.options("xterm-256color"))
            let ours = terminal.modes
            var events = screen.events.makeAsyncIterator()
            var surface = Surface(Size(rows: 24, columns: 80))
            surface.put("again", row: 0, column: 0)
            await screen.show(surface)
            await screen.ring()
            _ = await terminal.output(upTo: "\u{7}")
            var modes = termios()
            tcgetattr(terminal.descriptor, &modes)
            modes.c_lflag |= tcflag_t(ICANON | ECHO)
            tcsetattr(terminal.descriptor, TCSANOW, &modes)
            #expect(terminal.modes != ours)
            kill(getpid(), SIGCONT)
            #expect(await events.next() == .resume)
            #expect(terminal.modes == ours)
            #expect(await terminal.output(upTo: "again").contains("\u{1B}[2J"))
            await screen.close()
        }

        @Test("is that it is gone; nothing waits for it or spins")
        func hangsUp() async throws {
            let terminal = try PseudoTerminal()
            let screen = try await CursesScreen.open(terminal.options("xterm-256color"))
            var events = screen.events.makeAsyncIterator()
            terminal.unplug()
            #expect(await events.next() == .hangup)
            let before = processorTime()
            var surface = Surface(Size(rows: 24, columns: 80))
            surface.put("nobody sees this", row: 0, column: 0)
            await screen.show(surface)
            await screen.close()
            #expect(await events.next() == nil)
            #expect(processorTime() - before < 1)
        }

        private func processorTime() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
    }
}
