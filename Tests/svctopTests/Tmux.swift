import Glibc
import PeerServers
import Testing

/// A terminal that a test types on and looks at: a window of tmux, with a server of its own that ends with the test.
final class Tmux {
    private let folder = try? TemporaryFolder()
    private let server: ChildProcess
    private let socket: String

    /// Runs a command in a window of this size.
    init(columns: Int, rows: Int, _ command: [String]) async throws {
        let folder = try #require(folder)
        let program = try #require(Tool.path(of: "tmux"))
        socket = "\(folder.path)/socket"
        let settings = "set -g default-terminal tmux-256color\nset -g status off\nset -g exit-empty off\n"
        server = try ChildProcess(
            ["/usr/bin/env", "LC_ALL=C.UTF-8", "TERM=xterm-256color", program, "-D", "-S", socket, "-f"]
                + [try folder.write("settings", settings)],
            output: "\(folder.path)/log")
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        let session = ["-N", "-S", socket, "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"]
        while true {
            let answer = try await Tool.run("tmux", session + command)
            if answer.succeeded { return }
            let log = folder.read("log")
            try #require(ContinuousClock.now < deadline && server.isRunning, "\(answer.output) \(log)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Keys by tmux's names for them; other words letter by letter.
    func type(_ keys: String...) async throws { try await tmux("send-keys", keys) }

    func resize(columns: Int, rows: Int) async throws {
        try await tmux("resize-window", ["-x", "\(columns)", "-y", "\(rows)"])
    }

    /// Each row of the screen, without blanks at the end.
    var rows: [String] {
        get async throws {
            try await tmux("capture-pane", ["-p"]).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .map(String.init)
        }
    }

    /// The screen with its colours and attributes, as the sequences that set them.
    var styled: String {
        get async throws { try await tmux("capture-pane", ["-p", "-e"]) }
    }

    /// Waits until the screen has something that only shows in its colours.
    func styled(_ what: String, _ location: SourceLocation = #_sourceLocation, until isWanted: (String) -> Bool)
        async throws
    {
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        var screen = ""
        while ContinuousClock.now < deadline {
            screen = try await styled
            if isWanted(screen) { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("\(what) is not to be seen:\n\(screen.debugDescription)", sourceLocation: location)
        throw CancellationError()
    }

    /// What the screen shows, once it is as wanted; fails with what it shows instead.
    @discardableResult
    func screen(
        _ what: String, _ location: SourceLocation = #_sourceLocation, until isWanted: (String) -> Bool
    ) async throws -> String {
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        var screen = ""
        while ContinuousClock.now < deadline {
            screen = try await rows.joined(separator: "\n")
            if isWanted(screen) { return screen }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("\(what) is not to be seen:\n\(screen)", sourceLocation: location)
        throw CancellationError()
    }

    @discardableResult
    func screen(with text: String, _ location: SourceLocation = #_sourceLocation) async throws -> String {
        try await screen("“\(text)”", location) { $0.contains(text) }
    }

    /// Waits until the command has ended, and its window with it.
    func ended(_ location: SourceLocation = #_sourceLocation) async throws {
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        let question = ["LC_ALL=C.UTF-8", "tmux", "-N", "-S", socket, "has-session"]
        while ContinuousClock.now < deadline {
            if try await !Tool.run("env", question).succeeded { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("it has not ended", sourceLocation: location)
    }

    /// What a program could have left behind: the alternate screen, a hidden cursor, mouse reports, other codes for keys.
    var isOrdinary: Bool {
        get async throws {
            let format = "#{alternate_on}#{cursor_flag}#{mouse_any_flag}#{keypad_flag}#{keypad_cursor_flag}"
            return try await tmux("display-message", ["-p", format]) == "01000\n"
        }
    }

    /// As when the terminal's window is closed, or its connection breaks.
    func kill() { server.end(with: SIGKILL) }

    @discardableResult
    private func tmux(_ command: String, _ arguments: [String]) async throws -> String {
        let result = try await Tool.run("env", ["LC_ALL=C.UTF-8", "tmux", "-N", "-S", socket, command] + arguments)
        try #require(result.succeeded, "tmux \(command): \(result.output)")
        return result.output
    }
}
