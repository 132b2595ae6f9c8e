import Configuration
import CursesScreen
import Dashboard
import Glibc
import ServiceMonitor
import Store
import Terminal

/// The dashboard from the first picture to the last: opens terminal and history, and gives both back.
struct DashboardRun {
    let settings: Settings
    var filter = Filter.none
    /// What is to be watched in another way than the settings say.
    var adapt: (inout MonitorConfiguration) -> Void = { _ in }

    func run() async throws { try await untilEnd().leave() }

    /// - Returns: why it has ended, with the terminal given back: who has more to give back does so, then leaves.
    func untilEnd() async throws -> DashboardSession.End {
        let keyMap = try settings.keyMap()
        let view = try ViewMemory(settings)
        var configuration = try await settings.monitorConfiguration()
        adapt(&configuration)
        let screen: CursesScreen
        do throws(ScreenError) {
            screen = try await CursesScreen.open(ScreenOptions(settings, asksForBackground: view.asksTerminal))
        } catch {
            throw Failure("\(error)")
        }
        let (history, problem) = settings.historyOrProblem()
        let monitor = ServiceMonitor(configuration, history: history)
        let session = await DashboardSession(
            screen: screen, monitor: monitor, zones: configuration.zones, filter: filter, view: view, keyMap: keyMap,
            desk: settings.planDesk(for: monitor, configuration.zones), premises: settings.premises())
        let telling = Task { await session.warn(of: history) }
        var warnings = [problem].compactMap(\.self) + settings.warnings + view.warnings
        if settings.colour.value == .trueColour, await screen.capabilities?.colours != .rgb {
            warnings.append("terminfo has no 24-bit colours for this terminal (package ncurses-term)")
        }
        let end = await session.run(warnings: warnings)
        telling.cancel()
        await screen.close()
        await monitor.conclude()
        await history?.close()
        if let problem { StandardError.say("warning: \(problem)") }
        settings.sayWarnings()
        return end
    }
}

extension ScreenOptions {
    fileprivate init(_ settings: Settings, asksForBackground: Bool) {
        self.init(
            colour: ColourChoice(settings.colour.value), colourVariable: Environment["COLORTERM"],
            repertoire: settings.ascii.value ? .ascii : nil, mouse: settings.mouse.value)
        self.asksForBackground = asksForBackground
    }
}

extension ColourChoice {
    fileprivate init(_ policy: ColourPolicy) {
        self =
            switch policy {
            case .auto: .automatic
            case .always: .upTo(.rgb)
            case .never: .upTo(.none)
            case .ansi16: .upTo(.ansi16)
            case .indexed256: .upTo(.indexed256)
            case .trueColour: .direct
            }
    }
}

extension DashboardSession.End {
    /// Ends the process as whoever waits for it expects: killed by the signal that asked for it.
    func leave() throws(Failure) {
        switch self {
        case .quit, .hangup: return
        case .failure(let failure): throw failure
        case .signal(SIGQUIT): exit(128 + SIGQUIT)
        case .signal(let number):
            // Blocked on every thread but the screen's.
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, number)
            pthread_sigmask(SIG_UNBLOCK, &signals, nil)
            Glibc.signal(number, SIG_DFL)
            raise(number)
            exit(128 + number)
        }
    }
}
