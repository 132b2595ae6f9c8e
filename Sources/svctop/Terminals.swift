import Configuration
import Glibc
import Terminal

/// Standard error: for people, a line at a time.
enum StandardError {
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 && !TerminalKind.isDumb }

    /// `svctop: MESSAGE`
    static func say(_ message: String) { write("svctop: \(Sanitiser.visible(message))\n") }

    static func write(_ text: String) {
        var text = text
        text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

/// What standard output is, and so how a table may look.
enum StandardOutput {
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// A line that is there at once; that nobody reads it any more is no failure.
    static func say(_ message: String) {
        var text = "\(Sanitiser.visible(message))\n"
        text.withUTF8 { _ = Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }

    /// Columns; nil where it is no terminal.
    static var width: Int? {
        var size = winsize()
        guard isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    static func hasColours(_ policy: ColourPolicy) -> Bool {
        switch policy {
        case .auto: isTerminal && !TerminalKind.isDumb && (Environment["NO_COLOR"] ?? "").isEmpty
        case .always, .ansi16, .indexed256, .trueColour: true
        case .never: false
        }
    }

    /// A terminal shows what its locale says; a file takes UTF-8.
    static func repertoire(ascii: Bool) -> Repertoire {
        ascii || isTerminal && !TerminalKind.isUTF8 ? .ascii : .unicode
    }
}

private enum TerminalKind {
    static var isDumb: Bool { ["", "dumb"].contains(Environment["TERM"] ?? "") }

    static var isUTF8: Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { Environment[$0] }.first { !$0.isEmpty }
        return locale.map { $0.lowercased().contains("utf-8") || $0.lowercased().contains("utf8") } ?? false
    }
}

enum Environment {
    static subscript(name: String) -> String? { getenv(name).map { String(cString: $0) } }

    static var all: [String: String] {
        var all: [String: String] = [:]
        var next = environ
        while let line = next.pointee {
            let parts = String(cString: line).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { all[String(parts[0])] = String(parts[1]) }
            next += 1
        }
        return all
    }
}
