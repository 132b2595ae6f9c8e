import CPlatform
import Glibc
import Synchronization
import Terminal

/// The terminal: shows surfaces and tells what the user does. It lives on a thread of its own.
///
/// There is one at a time. However the process ends, the terminal is given back as it was.
package actor CursesScreen {
    /// What happens at the terminal, oldest first. If nobody reads, the newest 1024 are kept.
    package nonisolated let events: AsyncStream<ScreenEvent>
    private let report: AsyncStream<ScreenEvent>.Continuation
    private let executor: ScreenExecutor
    private var window: CursesWindow?
    private var decoder = KeyDecoder()
    private var frame: Surface?
    private var isAskedToEnd = false
    private var paging: Paging?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Takes the terminal.
    package static func open(_ options: ScreenOptions = ScreenOptions()) async throws(ScreenError) -> CursesScreen {
        let screen = CursesScreen(executor: try ScreenExecutor())
        try await screen.begin(options)
        return screen
    }

    private init(executor: ScreenExecutor) {
        self.executor = executor
        (events, report) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1024))
    }

    isolated deinit {
        close()
        executor.stop()
    }

    /// Shows a frame: sends what differs from the one before. After `close` it does nothing.
    package func show(_ surface: Surface) {
        frame = surface
        window?.draw(surface)
    }

    /// None once the screen is closed.
    package var size: Size { window?.size ?? Size(rows: 0, columns: 0) }

    package var capabilities: ScreenCapabilities? { window?.capabilities }

    /// Sends the whole frame again: something else has drawn on the terminal.
    package func redraw() {
        window?.redraw()
        if let frame { window?.draw(frame) }
    }

    package func setMouse(_ isOn: Bool) { window?.setMouse(isOn) }

    package func ring() { window?.ring() }

    /// Puts a text on the clipboard of the user's terminal (OSC 52). Terminals and multiplexers may be set to refuse it, and
    /// do not say so.
    /// - Parameter base64: The text, in Base64 (RFC 4648 section 4).
    package func setClipboard(base64: String) { window?.setClipboard(base64: base64) }

    /// Tells the user by the terminal's own means (OSC 9); a terminal that does not know them does nothing.
    package func notify(_ text: String) { window?.notify(text) }

    /// Shows a text in `$PAGER`; returns once that has ended and the screen is back.
    /// - Returns: what went wrong, in words; nil if nothing did.
    package func page(_ text: String) async -> String? {
        guard let window, paging == nil else { return nil }
        window.giveTerminalBack()
        let pager: Pager
        do throws(ScreenError) {
            pager = try Pager(text, output: window.output)
        } catch {
            takeTerminalAgain()
            return "\(error)"
        }
        let input = pager.descriptor
        executor.watch { $0.input = input }
        return await withCheckedContinuation { paging = Paging(pager: pager, continuation: $0) }
    }

    /// Gives the terminal back and stops the process with its group, as Ctrl-Z does; returns once it goes on.
    package func suspend() { stopProcess(withGroup: true) }

    /// Gives the terminal back and ends the events.
    package func close() {
        guard let window else { return }
        executor.watch { $0 = ScreenExecutor.Watch() }
        paging?.pager.end()
        paging?.continuation.resume(returning: nil)
        paging = nil
        window.close()
        self.window = nil
        frame = nil
        platform_signals_close()
        Self.isOpen.store(false, ordering: .releasing)
        report.finish()
    }

    private static let isOpen = Atomic(false)

    /// The terminal is somebody else's, who is waited for.
    private struct Paging {
        let pager: Pager
        let continuation: CheckedContinuation<String?, Never>
    }
}

// MARK: Within

extension CursesScreen {
    private func begin(_ options: ScreenOptions) throws(ScreenError) {
        guard Self.isOpen.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
        else { throw .alreadyOpen }
        do throws(ScreenError) {
            // Before ncurses, which leaves signals alone that are caught already.
            let signals = platform_signals_open()
            guard signals >= 0 else { throw ScreenError.system(call: "pipe2", errno: errno) }
            let window = try CursesWindow(options)
            self.window = window
            decoder = KeyDecoder(sequences: TerminalKeys.sequences())
            let input = window.input
            executor.watch { watch in
                watch.signals = signals
                watch.input = input
                watch.handler = { [weak self] wakeup in self?.assumeIsolated { $0.handle(wakeup) } }
            }
        } catch {
            platform_signals_close()
            Self.isOpen.store(false, ordering: .releasing)
            throw error
        }
    }

    private func handle(_ wakeup: ScreenExecutor.Wakeup) {
        switch wakeup {
        case .signals: takeSignals()
        case .input(let revents): takeInput(revents)
        case .deadline:
            tell(decoder.expire())
            executor.watch { $0.deadline = nil }
        }
    }

    private func endPaging(_ paging: Paging) {
        self.paging = nil
        let input = window?.input ?? -1
        executor.watch { $0.input = input }
        let status = paging.pager.finish()
        takeTerminalAgain()
        let pager = getenv("PAGER").map { String(cString: $0) } ?? ""
        let isMissing = status == 126 || status == 127
        paging.continuation.resume(
            returning: isMissing ? "the pager \(pager.isEmpty ? "more" : pager) cannot be run: set PAGER" : nil)
    }

    private func takeInput(_ revents: CInt) {
        guard let window else { return }
        if let paging { return endPaging(paging) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(window.input, &bytes, bytes.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        guard count > 0 else {
            // Nothing to read where poll says that there is: the terminal is gone.
            executor.watch { $0.input = -1 }
            window.isGone = true
            report.yield(.hangup)
            return
        }
        tell(decoder.feed(bytes.prefix(count)))
        if let background = decoder.takeBackground() {
            window.questionAskedAt = nil
            report.yield(.background(background))
        }
        let deadline = decoder.patience.map { ScreenExecutor.now() + $0 }
        executor.watch { $0.deadline = deadline }
    }

    private func tell(_ events: [KeyEvent]) {
        for event in events { report.yield(.key(event)) }
    }

    private func takeSignals() {
        var signals: [CInt] = []
        while case let signal = platform_signals_next(), signal != 0 { signals.append(signal) }
        let ends = paging == nil ? [SIGINT, SIGTERM, SIGHUP, SIGQUIT] : [SIGTERM, SIGHUP]
        isAskedToEnd = isAskedToEnd || signals.contains { ends.contains($0) }
        for signal in signals {
            switch signal {
            // Typed at the pager, which makes of them what it likes.
            case SIGINT where paging != nil, SIGQUIT where paging != nil: continue
            case SIGTSTP: stopProcess(withGroup: false)
            case SIGCONT: takeTerminalAgain()
            case SIGWINCH: resize()
            case SIGUSR2: report.yield(.reload)
            default: report.yield(.terminate(signal: signal))
            }
        }
    }

    private func resize() {
        guard let window, window.updateSize() else { return }
        report.yield(.resize(window.size))
    }

    private func stopProcess(withGroup: Bool) {
        guard let window else { return }
        window.giveTerminalBack()
        platform_stop_process(withGroup ? 1 : 0)
        takeTerminalAgain()
    }

    /// After a stop: who had the terminal meanwhile may have left it in any state.
    private func takeTerminalAgain() {
        guard let window, paging == nil else { return }
        guard window.isInForeground else {
            // As everyone who wants the terminal: stop, and try again when the shell sends SIGCONT.
            if !isAskedToEnd { raise(SIGTTOU) }
            return
        }
        let size = window.size
        window.takeTerminal()
        if window.size != size { report.yield(.resize(window.size)) }
        redraw()
        report.yield(.resume)
    }
}
