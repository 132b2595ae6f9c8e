import Terminal

/// What happens at the terminal.
package enum ScreenEvent: Equatable, Sendable {
    case key(KeyEvent)
    case resize(Size)
    /// The process was stopped (Ctrl-Z) and goes on; the screen has been drawn again.
    case resume
    /// SIGINT (Ctrl-C), SIGTERM, SIGHUP or SIGQUIT: finish what must not be left half done, close the screen, end.
    case terminate(signal: CInt)
    /// SIGUSR2: read the configuration again.
    case reload
    /// The terminal's answer to the question for its background.
    case background(Colour)
    /// The terminal is gone; nothing can be shown any more.
    case hangup
}
