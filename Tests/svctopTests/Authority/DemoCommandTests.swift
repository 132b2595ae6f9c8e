import Glibc
import PeerServers
import Testing

@Suite("`demo`: forty services on one machine, and nothing left behind", .serialized, .needs(programs: "tmux"))
struct DemoCommandTests {
    /// The demonstration in a terminal, with a folder of its own for what is temporary.
    private struct Scene {
        let program: Program
        let terminal: Tmux

        init(columns: Int, rows: Int, _ options: String...) async throws {
            program = try Program()
            try #require(mkdir("\(program.home.path)/tmp", 0o700) == 0)
            let script = """
                sh -c 'echo $$ >"$0/pid"; exec "$@"' '\(program.home.path)' "$@"
                echo ended with $?
                exec cat
                """
            let environment = program.prefix.filter { !$0.hasPrefix("TERM=") }
            terminal = try await Tmux(
                columns: columns, rows: rows,
                ["env"] + environment + ["TERM=tmux-256color", "TMPDIR=\(program.home.path)/tmp"]
                    + ["sh", "-c", script, "sh", Program.path, "demo"] + options)
        }

        /// What is in the temporary folder.
        var leftovers: String {
            get async throws { try await Tool.run("ls", ["-A", "\(program.home.path)/tmp"]).output }
        }

        var pid: pid_t { pid_t(program.home.read("pid").filter { $0.isNumber }) ?? -1 }

        func end() async throws {
            let pid = pid
            #expect(kill(pid, 0) == 0)
            #expect(try await leftovers.hasPrefix("svctop-demo-"))
            try await terminal.type("q")
            try await terminal.screen(with: "ended with 0")
            #expect(kill(pid, 0) != 0)
            #expect(try await leftovers == "")
            #expect(try await Tool.run("sh", ["-c", "ls -A '\(program.home.path)' | sort"]).output == "pid\ntmp\n")
        }
    }

    /// How many are up, by the second row.
    private static func countOfUp(_ screen: String) -> Int {
        let row = screen.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().first ?? ""
        return row.firstMatch(of: #/● (\d+)/#).flatMap { Int($0.1) } ?? 0
    }

    @Test("within seconds more than forty are up, and q leaves nothing", arguments: [(80, 24), (120, 40)])
    func picture(columns: Int, rows: Int) async throws {
        let scene = try await Scene(columns: columns, rows: rows, "--quiet-zone", "--seed", "3", "--speed", "20")
        let screen = try await scene.terminal.screen("forty up") { Self.countOfUp($0) >= 40 }
        #expect(screen.contains("svc.internal"))
        #expect(screen.contains("_legacy._tcp"), "\(screen)")
        try await scene.end()
    }

    @Test("w withdraws for real, and u brings it back")
    func withdrawAndUndo() async throws {
        let scene = try await Scene(columns: 120, rows: 40, "--quiet-zone")
        let terminal = scene.terminal
        try await terminal.screen("forty up") { Self.countOfUp($0) >= 40 }
        try await terminal.type("/")
        try await terminal.type("-l", "_grpc")
        try await terminal.type("Enter")
        try await terminal.screen("four of one service") { screen in
            screen.contains("/_grpc  4 of ") && screen.split(separator: "● up ").count > 5
        }
        try await terminal.type("Down")
        let screen = try await terminal.screen("the cursor on an instance") { screen in
            screen.split(separator: "\n").contains { $0.hasPrefix("›") && $0.contains(#/app\d:\d+/#) }
        }
        let row = try #require(screen.split(separator: "\n").first { $0.hasPrefix("›") })
        let instance = String(try #require(row.firstMatch(of: #/app\d:\d+/#)).0)
        try await carryOut("w", "Withdraw \(instance)", on: terminal)
        try await terminal.screen("it is withdrawn") { screen in
            screen.split(separator: "\n").contains { $0.contains("· withdrawn") && $0.contains(instance) }
        }
        try await carryOut("u", "ndo", on: terminal)
        try await terminal.screen("it is up again") { screen in
            screen.split(separator: "\n").contains { $0.contains("● up") && $0.contains(instance) }
        }
        try await scene.end()
    }

    /// A key, the plan that it shows, its confirmation and its end.
    private func carryOut(_ key: String, _ title: String, on terminal: Tmux) async throws {
        try await terminal.type(key)
        try await terminal.screen("the plan") { $0.contains("[ Cancel ]") && $0.contains(title) }
        try await terminal.type("Tab")
        try await terminal.screen("the focus on the other button") { !$0.contains("[ Cancel ]") }
        try await terminal.type("Enter")
        try await terminal.screen(with: "✓ Done")
        try await terminal.type("Escape")
        try await terminal.screen("the table") { !$0.contains("✓ Done") }
    }

    @Test("things happen by themselves, the sooner the greater --speed is")
    func script() async throws {
        let scene = try await Scene(columns: 120, rows: 40, "--seed", "3", "--speed", "20")
        try await scene.terminal.screen("forty up") { Self.countOfUp($0) >= 40 }
        try await scene.terminal.type("e")
        try await scene.terminal.screen("somebody went") { $0.contains("✗ down") || $0.contains("· withdrawn") }
        try await scene.terminal.type("q")
        try await scene.end()
    }

    @Test("a signal ends it without leaving anything, too", arguments: [SIGTERM, SIGHUP])
    func signals(signal: Int32) async throws {
        let scene = try await Scene(columns: 80, rows: 24, "--quiet-zone")
        try await scene.terminal.screen("some up") { Self.countOfUp($0) > 0 }
        kill(scene.pid, signal)
        try await scene.terminal.screen(with: "ended with \(128 + signal)")
        #expect(try await scene.leftovers == "")
    }

    @Test("speeds that are none are refused", arguments: ["0", "-1", "0.09", "101", "nan", "inf", "fast"])
    func speeds(speed: String) async throws {
        let result = try await Program().run("demo", "--speed=\(speed)")
        #expect(result.status == 2, "\(result)")
        #expect(result.complaint.contains("--speed"), "\(result)")
        #expect(result.output.isEmpty)
    }
}
