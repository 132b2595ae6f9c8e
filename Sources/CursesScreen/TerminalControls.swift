import CNCurses
import Glibc
import Terminal

/// The sequences that ncurses does not send: those that turn on what the terminal reports, and those that undo it all.
struct TerminalControls {
    /// Button presses, releases and drags (1002), in decimal (1006).
    static let mouseOn = "\u{1B}[?1002h\u{1B}[?1006h"
    static let mouseOff = "\u{1B}[?1006l\u{1B}[?1002l"
    /// Marks around pasted text.
    static let pasteOn = "\u{1B}[?2004h"
    static let pasteOff = "\u{1B}[?2004l"
    /// What colour is the background? (OSC 11)
    static let backgroundQuestion = "\u{1B}]11;?\u{7}"
    /// A terminal that knows this shows nothing until the frame is whole (DEC private mode 2026).
    static let frameBegin = "\u{1B}[?2026h"
    static let frameEnd = "\u{1B}[?2026l"
    /// Around a text in Base64 (OSC 52, the clipboard).
    static let clipboardBegin = "\u{1B}]52;c;"
    static let clipboardEnd = "\u{7}"

    /// A note on the user's desktop (OSC 9). Nothing in it is anything but text.
    static func notification(_ text: String) -> String {
        "\u{1B}]9;\(Sanitiser.visible(text).prefix(longestNotification))\u{7}"
    }
    private static let longestNotification = 240

    /// What makes the terminal as it was, without ncurses: for a process that is dying.
    /// - Precondition: terminfo is loaded.
    static func restoration(reportsMouse: Bool) -> String {
        var sequence = reportsMouse ? frameEnd + mouseOff + pasteOff : ""
        for name in ["sgr0", "op", "cnorm"] { sequence += capability(name) ?? "" }
        // Without a second screen to leave, what was drawn stays: go below it.
        sequence += capability("rmcup") ?? "\u{1B}[999;1H\r\n"
        return sequence
    }

    /// A string from terminfo, without the delays that only hardware needs.
    static func capability(_ name: String) -> String? {
        guard let found = tigetstr(name), found != UnsafeMutablePointer(bitPattern: -1) else { return nil }
        var text = ""
        var rest = String(cString: found)[...]
        while let start = rest.firstRange(of: "$<") {
            text += rest[..<start.lowerBound]
            guard let end = rest[start.upperBound...].firstIndex(of: ">") else { return text }
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
    }
}
