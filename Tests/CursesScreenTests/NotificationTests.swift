import Terminal
import Testing

@testable import CursesScreen

extension ScreenTests {
    @Suite("A note on the user's desktop")
    struct NotificationTests {
        @Test("is text and nothing else, however long and whatever is in it")
        func isText() async throws {
            let terminal = try PseudoTerminal()
            let screen = try await CursesScreen.open(terminal.options("xterm-256color"))
            await screen.notify("down\u{1B}[2J\u{9B}\u{202E}" + String(repeating: "x", count: 1000))
            let output = await terminal.output(upTo: "x\u{7}")
            let start = try #require(output.firstRange(of: "\u{1B}]9;down"))
            let note = output[start.upperBound...].prefix { $0 != "\u{7}" }
            #expect(note.count <= 240 && note.hasSuffix("xxx"))
            #expect(note.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
            await screen.close()
        }
    }
}
