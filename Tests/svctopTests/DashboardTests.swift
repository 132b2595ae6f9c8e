import PeerServers
import ServiceCatalog
import Testing

@testable import svctop

/// The whole program on a terminal: tmux looks at it and types.
@Suite(.needs(.bind), .needs(programs: "tmux")) struct DashboardTests {
    private final class Terminal: Sendable {
        private let socket: String
        let program: Program

        /// A terminal whose shell runs the program, then says how it ended and what the terminal is like.
        init(_ arguments: [String]) async throws {
            program = try Program()
            socket = "\(program.home.path)/tmux"
            let script =
                "trap : INT; before=$(stty -g); \"$@\"; echo status=$?; test \"$before\" = \"$(stty -g)\" && echo same modes; exec cat"
            let command = ["env"] + program.prefix + ["sh", "-c", script, "sh", Program.path] + arguments
            try await tmux(["-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30"] + command)
        }

        func end() async { _ = try? await tmux(["kill-server"]) }

        func type(_ keys: String...) async throws { try await tmux(["send-keys"] + keys) }

        /// What the terminal shows, once it shows the text.
        func screen(with text: String) async throws -> String {
            let deadline = ContinuousClock.now.advanced(by: .seconds(20))
            var screen = ""
            while ContinuousClock.now < deadline {
                screen = try await tmux(["capture-pane", "-p"])
                if screen.contains(text) { return screen }
                try await Task.sleep(for: .milliseconds(20))
            }
            Issue.record("\(text.debugDescription) is not to be seen in:\n\(screen)")
            return screen
        }

        @discardableResult
        private func tmux(_ arguments: [String]) async throws -> String {
            let result = try await Tool.run("env", ["LC_ALL=C.UTF-8", "tmux", "-S", socket] + arguments)
            try #require(result.succeeded, "\(result.output)")
            return result.output
        }
    }

    private func withDashboard(_ body: (Terminal) async throws -> Void) async throws {
        let server = try await PeerServer.start(
            .bind, PeerConfiguration(.simple(records: "_imap._tcp SRV 0 0 0 .\n_x._tcp SRV 0 0 9 missing\n")))
        let terminal = try await Terminal(["svc.test", "-s", "127.0.0.1:\(server.port)"])
        do {
            try await body(terminal)
        } catch {
            await terminal.end()
            throw error
        }
        await terminal.end()
    }

    @Test func itShowsTheZoneAndGivesTheTerminalBack() async throws {
        try await withDashboard { terminal in
            let screen = try await terminal.screen(with: "1 dangling")
            #expect(screen.contains("svc.test"))
            #expect(screen.contains("serial 1"))
            #expect(screen.contains("missing:9"))
            try await terminal.type("/")
            try await terminal.type("imap")
            #expect(try await terminal.screen(with: "/imap").contains("_imap._tcp"))
            try await terminal.type("Escape")
            _ = try await terminal.screen(with: "missing:9")
            try await terminal.type("q")
            let after = try await terminal.screen(with: "same modes")
            #expect(after.contains("status=0"))
            #expect(!after.contains("missing:9"))
        }
    }

    @Test func ctrlCEndsItLikeAnyProgram() async throws {
        try await withDashboard { terminal in
            _ = try await terminal.screen(with: "1 dangling")
            try await terminal.type("C-c")
            #expect(try await terminal.screen(with: "same modes").contains("status=130"))
        }
    }
}

/// Keys show at once, news thirty times a second.
@Suite struct FramePacerTests {
    private let start = Timestamp(nanoseconds: 1_000_000_000)

    private func at(_ milliseconds: Int) -> Timestamp { start.advanced(by: .milliseconds(milliseconds)) }

    @Test func theFirstPictureComesAtOnce() {
        var pacer = FramePacer()
        #expect(pacer.delay(for: .news, at: start) == .zero)
    }

    @Test func newsWaitsAndIsDrawnOnce() {
        var pacer = FramePacer()
        pacer.drew(at: start)
        #expect(pacer.delay(for: .news, at: at(10)) == .milliseconds(23))
        #expect(pacer.delay(for: .news, at: at(12)) == nil)
        #expect(pacer.delay(for: .news, at: at(20)) == nil)
        pacer.drew(at: at(33))
        #expect(pacer.delay(for: .news, at: at(100)) == .zero)
    }

    @Test func aKeyDoesNotWaitForNews() {
        var pacer = FramePacer()
        pacer.drew(at: start)
        #expect(pacer.delay(for: .news, at: at(1)) == .milliseconds(32))
        #expect(pacer.delay(for: .input, at: at(6)) == .zero)
        pacer.drew(at: at(6))
        #expect(pacer.delay(for: .input, at: at(8)) == .milliseconds(3))
        #expect(pacer.delay(for: .input, at: at(9)) == nil)
    }
}
