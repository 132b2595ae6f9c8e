import Glibc
import PeerServers
import Testing

@Suite(
    "The dashboard in a real terminal: what it shows, and how it leaves", .serialized, .needs(.bind),
    .needs(programs: "tmux", "bash"))
struct TerminalTests {
    /// A real server, two services that answer and one that does not, and svctop in a terminal.
    private struct Scene {
        let first: Listener
        let second: Listener
        let server: PeerServer
        let program: Program
        let terminal: Tmux

        init(columns: Int = 80, rows: Int = 24, inShell: Bool = false, pager: String? = nil) async throws {
            first = try Listener()
            second = try Listener()
            let zone = PeerZone.simple(
                records: """
                    h A 127.0.0.1
                    _a._tcp SRV 0 10 \(first.port) h
                    _a._tcp SRV 0 10 \(second.port) h
                    _b._tcp SRV 0 0 1 h
                    _p._tcp PTR Zimmer\\032zw\\195\\182lf._p._tcp
                    Zimmer\\032zw\\195\\182lf._p._tcp SRV 0 0 \(first.port) h
                    Zimmer\\032zw\\195\\182lf._p._tcp TXT "a=b"
                    """)
            var configuration = PeerConfiguration(zone)
            configuration.allowsUpdate = true
            server = try await PeerServer.start(.bind, configuration)
            program = try .quick()
            let svctop = "\(Program.path) svc.test -s 127.0.0.1:\(server.port)"
            // What svctop does to the terminal shows in what is there before and after.
            let script = """
                stty -a >'\(program.home.path)/before'
                echo before svctop
                sh -c 'echo $$ >"\(program.home.path)/pid"; exec \(svctop)'
                status=$?
                stty -a >'\(program.home.path)/after'
                echo ended with $status
                exec cat
                """
            let environment =
                ["env"] + program.prefix.filter { !$0.hasPrefix("TERM=") } + [
                    "TERM=tmux-256color", "SWIFT_BACKTRACE=enable=no",
                ] + (pager.map { ["PAGER=\($0)"] } ?? [])
            let command =
                inShell
                ? ["PS1=ready ", "PROMPT_COMMAND=", "bash", "--norc", "--noprofile", "--noediting", "-i"]
                : ["sh", "-c", script]
            terminal = try await Tmux(columns: columns, rows: rows, environment + command)
            guard inShell else { return }
            try await terminal.screen(with: "ready")
            try await terminal.type("stty -a >'\(program.home.path)/before'; \(svctop)", "Enter")
        }

        var up: String { "h:\(first.port)" }

        var pid: pid_t { pid_t(program.home.read("pid").filter { $0.isNumber }) ?? -1 }

        /// Once all four instances are probed.
        @discardableResult
        func isSettled(_ location: SourceLocation = #_sourceLocation) async throws -> String {
            try await terminal.screen("three up, one down", location) { screen in
                let up = screen.split(separator: "● up ").count - 1
                let down = screen.split(separator: "✗ down ").count - 1
                return screen.contains("svc.test") && up >= 3 && down >= 1
            }
        }

        /// That the terminal is what it was: its modes, its screen, its cursor.
        func isGivenBack(_ ending: String, _ location: SourceLocation = #_sourceLocation) async throws {
            let screen = try await terminal.screen(with: ending, location)
            #expect(screen.hasPrefix("before svctop\n"), sourceLocation: location)
            #expect(!screen.contains("_a._tcp"), sourceLocation: location)
            #expect(try await terminal.isOrdinary, sourceLocation: location)
            let before = program.home.read("before")
            #expect(before.contains("icanon"), sourceLocation: location)
            #expect(program.home.read("after") == before, sourceLocation: location)
        }
    }

    @Test(
        "it shows the zone and its instances in terminals of every size, and q leaves no trace",
        arguments: [(80, 24), (120, 40), (40, 10)])
    func sizes(columns: Int, rows: Int) async throws {
        let scene = try await Scene(columns: columns, rows: rows)
        let screen = try await scene.isSettled()
        #expect(screen.contains(scene.up))
        #expect(screen.contains("_b._tcp"))
        #expect(screen.contains("quit"))
        #expect(columns < 80 || screen.contains("Zimmer zwölf"))
        #expect(columns < 80 || screen.contains("127.0.0.1:\(scene.server.port)"))
        #expect(columns < 80 || screen.contains("connection refused"))
        #expect(try await scene.terminal.isOrdinary == false)
        try await scene.terminal.type("q")
        try await scene.isGivenBack("ended with 0")
        await scene.server.stop()
    }

    @Test("it follows the size of its window, however small")
    func resize() async throws {
        let scene = try await Scene()
        try await scene.isSettled()
        for (columns, rows) in [(120, 40), (40, 10), (200, 60), (20, 4), (3, 1), (1, 1), (80, 24)] {
            try await scene.terminal.resize(columns: columns, rows: rows)
            guard columns >= 40 else { continue }
            let screen = try await scene.terminal.screen("the key bar in the last row of \(columns)x\(rows)") {
                screen in
                let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
                return lines.count == rows && lines.last?.contains("quit") == true && screen.contains("svc.test")
            }
            #expect(screen.contains("h:1"))
        }
        try await scene.isSettled()
        try await scene.terminal.type("q")
        try await scene.terminal.screen(with: "ended with 0")
        await scene.server.stop()
    }

    @Test("keys: / filters as it is typed, Esc brings all back, ? helps, arrows move")
    func keys() async throws {
        let scene = try await Scene()
        let terminal = scene.terminal
        try await scene.isSettled()
        try await terminal.type("/")
        try await terminal.type("-l", "status:down")
        let filtered = try await terminal.screen("the filter at work") {
            $0.contains("/status:down") && !$0.contains("● up ")
        }
        #expect(filtered.contains("h:1 "))
        try await terminal.type("Enter")
        try await terminal.type("Escape")
        try await scene.isSettled()
        try await terminal.type("?")
        try await terminal.screen(with: "one row down")
        try await terminal.type("?")
        try await scene.isSettled()
        let first = try await terminal.screen(with: "›")
        try await terminal.type("Down")
        try await terminal.screen("the cursor one row lower") { screen in
            cursorRow(screen) == cursorRow(first).map { $0 + 1 }
        }
        try await terminal.type("k")
        try await terminal.screen("the cursor back") { cursorRow($0) == cursorRow(first) }
        try await terminal.type("q")
        try await scene.isGivenBack("ended with 0")
        await scene.server.stop()
    }

    private func cursorRow(_ screen: String) -> Int? {
        screen.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.hasPrefix("›") }
    }

    @Test("o in the event log hands the terminal to the pager, and takes it back when that has ended")
    func pager() async throws {
        let scene = try await Scene(pager: "cat; echo end of the log; read answer </dev/tty")
        let terminal = scene.terminal
        try await scene.isSettled()
        scene.second.stop()
        try await terminal.type("e")
        try await terminal.screen("the event in the log") { screen in
            screen.contains("pager")
                && screen.split(separator: "\n").contains {
                    $0.contains("✗ down") && $0.contains("h:\(scene.second.port)")
                }
        }
        try await terminal.type("o")
        let paged = try await terminal.screen(with: "end of the log")
        #expect(paged.hasPrefix("before svctop\n") && paged.contains("h:\(scene.second.port)"))
        #expect(try await terminal.isOrdinary)
        try await terminal.type("Enter")
        try await terminal.screen("the log again") { $0.contains("pager") && !$0.contains("end of the log") }
        #expect(try await terminal.isOrdinary == false)
        try await terminal.type("q")
        try await terminal.screen("the table") { $0.contains("STATUS") && !$0.contains("pager") }
        try await terminal.type("q")
        try await terminal.screen(with: "ended with 0")
        #expect(try await terminal.isOrdinary)
        #expect(scene.program.home.read("after") == scene.program.home.read("before"))
        await scene.server.stop()
    }

    @Test("a pager that is not there is told of, and the screen comes back")
    func noPager() async throws {
        let scene = try await Scene(pager: "no-such-pager")
        try await scene.isSettled()
        try await scene.terminal.type("e")
        try await scene.terminal.screen(with: "pager")
        try await scene.terminal.type("o")
        try await scene.terminal.screen(with: "the pager no-such-pager cannot be run")
        try await scene.terminal.type("q")
        try await scene.isSettled()
        try await scene.terminal.type("q")
        try await scene.terminal.screen(with: "ended with 0")
        await scene.server.stop()
    }

    @Test("Ctrl-Z gives the terminal back until fg")
    func jobControl() async throws {
        let scene = try await Scene(inShell: true)
        let terminal = scene.terminal
        try await scene.isSettled()
        for _ in 0..<2 {
            try await terminal.type("C-z")
            let shell = try await terminal.screen("the shell") { $0.contains("Stopped") && $0.contains("ready") }
            #expect(!shell.contains("● up"))
            #expect(try await terminal.isOrdinary)
            try await terminal.type("stty -a >'\(scene.program.home.path)/after'; echo no''ted", "Enter")
            try await terminal.screen("the echo") { $0.contains("\nnoted") }
            #expect(scene.program.home.read("after") == scene.program.home.read("before"))
            try await terminal.type("clear; fg", "Enter")
            try await scene.isSettled()
        }
        try await terminal.type("q")
        try await terminal.screen("the shell") { !$0.contains("● up") && $0.contains("ready") }
        #expect(try await terminal.isOrdinary)
        await scene.server.stop()
    }

    @Test("Ctrl-Z in the pager stops both, and fg comes back to the pager")
    func stoppedPager() async throws {
        let scene = try await Scene(inShell: true, pager: "cat; echo end of the log; read answer </dev/tty")
        let terminal = scene.terminal
        try await scene.isSettled()
        try await terminal.type("e")
        try await terminal.screen(with: "pager")
        try await terminal.type("o")
        try await terminal.screen(with: "end of the log")
        try await terminal.type("C-z")
        try await terminal.screen("the shell") { $0.contains("Stopped") && $0.contains("ready") }
        #expect(try await terminal.isOrdinary)
        try await terminal.type("clear; fg", "Enter")
        try await terminal.screen("svctop in the foreground again") { $0.contains("svctop svc.test") }
        try await terminal.type("Enter")
        try await terminal.screen("the log") { $0.contains("pager") && $0.contains("events") }
        try await terminal.type("q")
        try await scene.isSettled()
        try await terminal.type("q")
        try await terminal.screen("the shell") { !$0.contains("● up") && $0.contains("ready") }
        #expect(try await terminal.isOrdinary)
        await scene.server.stop()
    }

    @Test(
        "a signal ends it as it ends any program, with the terminal given back",
        arguments: [SIGTERM, SIGHUP, SIGINT, SIGSEGV, SIGABRT])
    func signals(signal: Int32) async throws {
        let scene = try await Scene()
        try await scene.isSettled()
        kill(scene.pid, signal)
        try await scene.isGivenBack("ended with \(128 + signal)")
        await scene.server.stop()
    }

    @Test("it ends when its terminal is gone")
    func killedTerminal() async throws {
        let scene = try await Scene()
        try await scene.isSettled()
        let pid = scene.pid
        #expect(kill(pid, 0) == 0)
        scene.terminal.kill()
        try await waitUntil("the process is gone") { kill(pid, 0) != 0 }
        await scene.server.stop()
    }

    @Test("it shows what happens: killed and started, added and deleted")
    func changes() async throws {
        let scene = try await Scene(columns: 100, rows: 30)
        try await scene.isSettled()
        scene.second.stop()
        try await scene.terminal.screen("the instance down") { screen in
            screen.split(separator: "\n").contains { $0.contains("✗ down") && $0.contains("h:\(scene.second.port) ") }
        }
        try scene.second.start()
        try await scene.isSettled()
        try await scene.server.nsupdate("add _new._tcp.svc.test. 60 SRV 0 0 \(scene.second.port) h.svc.test.")
        try await scene.terminal.screen("the new service up") { screen in
            screen.split(separator: "\n").contains { $0.contains("● up") && $0.contains("_new._tcp") }
        }
        try await scene.server.nsupdate("delete _new._tcp.svc.test. SRV")
        try await scene.terminal.screen("the service withdrawn") { screen in
            screen.split(separator: "\n").contains { $0.contains("withdrawn") && $0.contains("_new._tcp") }
        }
        try await scene.terminal.type("q")
        try await scene.isGivenBack("ended with 0")
        await scene.server.stop()
    }

    @Test("a server that goes away: it says so and how old the data is, shows nothing as up, and recovers by itself")
    func lostServer() async throws {
        let scene = try await Scene(columns: 100, rows: 30)
        try await scene.isSettled()
        await scene.server.stop()
        try await scene.terminal.screen("the banner, and nothing up") { screen in
            screen.contains("127.0.0.1:\(scene.server.port)") && screen.contains("data ") && screen.contains(" old: ")
                && screen.contains("refuse") && !screen.contains("● up") && screen.contains("zone data too old")
        }
        try await scene.server.start()
        let screen = try await scene.isSettled()
        #expect(!screen.contains(" old: "))
        try await scene.terminal.type("q")
        try await scene.isGivenBack("ended with 0")
        await scene.server.stop()
    }
}
