import CNCurses
import CPlatform
import Glibc
import Terminal

/// The one owner of ncurses, which is for one thread only: it stays with whoever made it.
final class CursesWindow {
    let capabilities: ScreenCapabilities
    private(set) var size: Size
    /// What the terminal shows; nil if it has to be drawn from nothing.
    private var shown: Surface?
    private var pairs: ColourPairs
    private let screen: OpaquePointer
    private let window: UnsafeMutablePointer<WINDOW>
    private let files: TerminalFiles
    private let restoration: String
    private let isSynchronised: Bool
    private var wantsMouse: Bool
    private var isUp = false
    /// When the terminal was asked for its background, as long as it has not answered; in milliseconds.
    var questionAskedAt: Int?
    /// Milliseconds in which a terminal answers, if at all.
    private static let answerTime = 1000
    /// Milliseconds to wait for the answer at the end.
    private static let lastWait: CInt = 100
    /// Nobody is there to see anything any more.
    var isGone = false

    init(_ options: ScreenOptions) throws(ScreenError) {
        let noColour = getenv("NO_COLOR").map { String(cString: $0) }
        var type = try Self.terminalType(options)
        let files = try TerminalFiles(options)
        let isUTF8 = ncurses_use_locale(options.repertoire == .unicode ? 1 : 0) != 0
        platform_terminal_guard_remember(files.guardDescriptor)
        let direct = options.wantsDirectColour(noColour: noColour) ? DirectColour.types(for: type) : []
        var screen: OpaquePointer?
        for candidate in direct + [type] where screen == nil {
            screen = newterm(candidate, files.output, files.input)
            if screen != nil { type = candidate }
        }
        guard let screen else { throw .unknownTerminalType(type) }
        let reportsMouse = Self.reportsMouse(type)
        restoration = TerminalControls.restoration(reportsMouse: reportsMouse)
        guard TerminalControls.capability("cup") != nil, let window = newwin(0, 0, 0, 0) else {
            endwin()
            delscreen(screen)
            throw .cannotDraw(type)
        }
        self.screen = screen
        self.window = window
        self.files = files
        isSynchronised = options.synchronised && reportsMouse
        wantsMouse = options.mouse
        pairs = ColourPairs(options.colour, noColour: noColour)
        capabilities = ScreenCapabilities(
            terminalType: type, colours: pairs.depth, repertoire: options.repertoire ?? (isUTF8 ? .unicode : .ascii),
            reportsMouse: reportsMouse)
        size = Size(rows: Int(getmaxy(window)), columns: Int(getmaxx(window)))
        setModes()
        takeTerminal()
        // One without a mouse is an old one, which might print the question; so might the console.
        guard options.asksForBackground, reportsMouse, !type.hasPrefix("linux") else { return }
        questionAskedAt = ScreenExecutor.now()
        files.write(TerminalControls.backgroundQuestion)
    }

    /// Gives the terminal back for good.
    func close() {
        swallowAnswer()
        giveTerminalBack()
        delwin(window)
        delscreen(screen)
    }

    /// An answer that is on its way would be typed into the shell.
    private func swallowAnswer() {
        guard let asked = questionAskedAt, ScreenExecutor.now() - asked < Self.answerTime, !isGone else { return }
        questionAskedAt = nil
        var descriptor = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        if poll(&descriptor, 1, Self.lastWait) > 0 { tcflush(input, TCIFLUSH) }
    }

    /// Whether the process may use the terminal now, as far as job control is concerned.
    var isInForeground: Bool {
        let group = tcgetpgrp(files.inputDescriptor)
        return group == -1 || group == getpgrp()
    }

    /// Where the keys come from.
    var input: CInt { files.inputDescriptor }
    var output: CInt { files.outputDescriptor }

    private static func terminalType(_ options: ScreenOptions) throws(ScreenError) -> String {
        for descriptor in [options.input, options.output] where isatty(descriptor) == 0 {
            throw .notATerminal(descriptor)
        }
        let type = options.terminalType ?? getenv("TERM").map { String(cString: $0) } ?? ""
        if ["", "dumb", "unknown"].contains(type) { throw .noTerminalType(type) }
        return type
    }

    /// Terminals without a mouse in terminfo are old ones, which may print what they do not understand.
    private static func reportsMouse(_ type: String) -> Bool {
        TerminalControls.capability("kmous") != nil || TerminalControls.capability("XM") != nil
    }

    private func setModes() {
        cbreak()
        noecho()
        nonl()
        typeahead(-1)
        leaveok(window, true)
        curs_set(0)
        // Ctrl-S, Ctrl-Q, Ctrl-V and Ctrl-O are keys like others here.
        var modes = termios()
        if tcgetattr(files.inputDescriptor, &modes) == 0 {
            modes.c_iflag &= ~tcflag_t(IXON | IXOFF)
            modes.c_lflag &= ~tcflag_t(IEXTEN)
            tcsetattr(files.inputDescriptor, TCSANOW, &modes)
        }
        def_prog_mode()
    }
}

// MARK: The terminal is ours, or not

extension CursesWindow {
    /// Takes the terminal: for the first time, after it was given back, or because somebody else may have changed it.
    /// It is blank then.
    func takeTerminal() {
        isUp = true
        var sequence = Array(restoration.utf8)
        platform_terminal_guard_arm(files.guardDescriptor, files.outputDescriptor, &sequence, sequence.count)
        reset_prog_mode()
        updateSize()
        redraw()
        // This switches to the second screen, before the modes that may belong to one of the two.
        wnoutrefresh(window)
        doupdate()
        shown = Surface(size)
        if capabilities.reportsMouse {
            files.write(TerminalControls.pasteOn + (wantsMouse ? TerminalControls.mouseOn : ""))
        }
    }

    /// Gives the terminal back as it was.
    func giveTerminalBack() {
        guard isUp else { return }
        isUp = false
        if capabilities.reportsMouse { files.write(TerminalControls.mouseOff + TerminalControls.pasteOff) }
        endwin()
        platform_terminal_guard_disarm()
    }

    func setMouse(_ isOn: Bool) {
        wantsMouse = isOn
        guard isUp, capabilities.reportsMouse else { return }
        files.write(isOn ? TerminalControls.mouseOn : TerminalControls.mouseOff)
    }

    /// What terminals take at the most, in Base64.
    private static let largestClipboard = 140_000

    func setClipboard(base64: String) {
        guard isUp, capabilities.reportsMouse, base64.utf8.count <= Self.largestClipboard else { return }
        files.write(TerminalControls.clipboardBegin + base64 + TerminalControls.clipboardEnd)
    }

    func ring() {
        if isUp { files.write("\u{7}") }
    }

    func notify(_ text: String) {
        guard isUp, capabilities.reportsMouse else { return }
        files.write(TerminalControls.notification(text))
    }

    /// Asks the terminal for its size; true if it is another one.
    @discardableResult
    func updateSize() -> Bool {
        var rows: CInt = 0
        var columns: CInt = 0
        guard platform_terminal_size(files.outputDescriptor, &rows, &columns) == 0 else { return false }
        let now = Size(rows: Int(rows), columns: Int(columns))
        guard now != size else { return false }
        size = now
        // Not resizeterm, which puts KEY_RESIZE among the keys.
        resize_term(rows, columns)
        wresize(window, rows, columns)
        redraw()
        return true
    }

    /// Forgets what the terminal shows: the next frame is sent whole.
    func redraw() {
        shown = nil
        werase(window)
        clearok(window, true)
    }
}

// MARK: Drawing

extension CursesWindow {
    /// Sends what differs from the frame before. A surface of another size is cut, or leaves the rest blank.
    func draw(_ surface: Surface) {
        guard isUp, !isGone else { return }
        let frame = fitted(surface)
        if let shown, shown == frame { return }
        put(frame)
        if pairs.isExhausted {
            pairs.removeAll()
            redraw()
            put(frame)
        }
        if isSynchronised { files.write(TerminalControls.frameBegin) }
        wnoutrefresh(window)
        doupdate()
        if isSynchronised { files.write(TerminalControls.frameEnd) }
    }

    private func fitted(_ surface: Surface) -> Surface {
        if surface.gridSize == size { return surface }
        var frame = Surface(size, repertoire: surface.repertoire)
        frame.blit(surface, row: 0, column: 0)
        return frame
    }

    private func put(_ frame: Surface) {
        frame.forEachDifference(from: shown ?? Surface(size)) { row, column, cell in
            put(cell, row: row, column: column)
        }
        shown = frame
    }

    private func put(_ cell: Cell, row: Int, column: Int) {
        let (pair, isBold) = pairs.pair(of: cell.style)
        var attributes = attr_t(cell.style.attributes)
        if isBold { attributes |= ncurses_bold }
        var text = [wchar_t](repeating: 0, count: 4)
        var count = 0
        var columns: CInt = 0
        cell.glyph.forEachScalar { scalar in
            text[count] = wchar_t(bitPattern: scalar.value)
            columns += max(0, ncurses_columns(scalar.value))
            count += 1
        }
        // Where the C library counts columns in another way, the grid comes first.
        if Int(columns) == cell.glyph.columns,
            ncurses_put(window, CInt(row), CInt(column), text, attributes, pair) == OK
        {
            return
        }
        let standIn: [wchar_t] = [wchar_t(UInt8(ascii: "?")), 0]
        for offset in 0..<cell.glyph.columns {
            ncurses_put(window, CInt(row), CInt(column + offset), standIn, attributes, pair)
        }
    }
}

extension attr_t {
    fileprivate init(_ attributes: Style.Attributes) {
        self = 0
        if attributes.contains(.bold) { self |= ncurses_bold }
        if attributes.contains(.dim) { self |= ncurses_dim }
        if attributes.contains(.italic) { self |= ncurses_italic }
        if attributes.contains(.underline) { self |= ncurses_underline }
        if attributes.contains(.reverse) { self |= ncurses_reverse }
    }
}
