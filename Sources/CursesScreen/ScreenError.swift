import Glibc

/// Why there is no screen to draw on.
package enum ScreenError: Error, Equatable, Sendable {
    /// Standard input or output is no terminal.
    case notATerminal(CInt)
    /// TERM is not set, or to something that says nothing.
    case noTerminalType(String)
    /// TERM is set to something that terminfo does not know.
    case unknownTerminalType(String)
    /// The terminal cannot place its cursor.
    case cannotDraw(String)
    /// There is one screen in a process.
    case alreadyOpen
    case system(call: String, errno: CInt)
}

extension ScreenError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notATerminal(0): "standard input is not a terminal; `svctop list` and `svctop watch` work without one"
        case .notATerminal: "standard output is not a terminal; `svctop list` and `svctop watch` work without one"
        case .noTerminalType(""): "TERM is not set; set it to the type of your terminal, such as xterm-256color"
        case .noTerminalType(let type):
            "TERM is \(type), which cannot draw; set it to the type of your terminal, such as xterm-256color"
        case .unknownTerminalType(let type):
            "the terminal type \(type) is unknown here; install its terminfo entry (package ncurses-term) or set TERM"
        case .cannotDraw(let type): "a terminal of type \(type) cannot place its cursor"
        case .alreadyOpen: "a screen is open already"
        case .system(let call, let errno): "\(call): \(String(cString: strerror(errno)))"
        }
    }
}
