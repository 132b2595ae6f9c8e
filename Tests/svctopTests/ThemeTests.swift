import Glibc
import PeerServers
import Testing

/// Themes and colours as they come out on a real terminal.
@Suite("Themes on a real terminal", .serialized, .needs(programs: "tmux"))
struct ThemeTests {
    private let program: Program

    init() throws {
        program = try Program(configuration: "")
        try #require(mkdir("\(program.home.path)/svctop/themes", 0o700) == 0)
    }

    private func write(theme name: String, _ text: String) throws {
        // As editors do it: whole, or not at all.
        let path = try program.home.write("svctop/themes/\(name).new", text)
        try #require(rename(path, "\(program.home.path)/svctop/themes/\(name).toml") == 0)
    }

    /// svctop on a server that is not there: it shows that, in the theme.
    private func open(_ environment: [String] = ["COLORTERM=truecolor"], _ arguments: String...) async throws -> Tmux {
        let script = "echo $$ >'\(program.home.path)/pid'; exec \"$@\""
        let variables = program.prefix.filter { !$0.hasPrefix("TERM=") } + ["TERM=tmux-256color"] + environment
        let server = "127.0.0.1:\(try freeLoopbackPort())"
        return try await Tmux(
            columns: 100, rows: 24,
            ["env"] + variables + ["sh", "-c", script, "sh", Program.path, "a.test", "-s", server] + arguments)
    }

    private var pid: pid_t { pid_t(program.home.read("pid").filter { $0.isNumber }) ?? -1 }

    @Test("one of the user's is read again when its file changes; a mistake in it leaves what is there")
    func reload() async throws {
        let theme = { (colour: String) in "[ui]\ndim = \"\(colour)\"\n" }
        try write(theme: "mine", theme("#123456"))
        let terminal = try await open(["COLORTERM=truecolor"], "--theme", "mine")
        try await terminal.styled("the theme") { $0.contains("38;2;18;52;86m") }
        try write(theme: "mine", theme("#654321"))
        try await terminal.styled("the changed theme") { $0.contains("38;2;101;67;33m") }
        try write(theme: "mine", theme("#65432"))
        try await terminal.screen(with: "mine.toml:2: `dim` in [ui] must be")
        try await terminal.type("j")
        try await terminal.styled("the theme as it was") { $0.contains("38;2;101;67;33m") }
        try write(theme: "mine", theme("#010101"))
        try await terminal.styled("the mended theme") { $0.contains("38;2;1;1;1m") }
        kill(pid, SIGUSR2)
        try await terminal.screen(with: "theme mine read again")
        try await terminal.type("q")
    }

    @Test("what is chosen with T is there at the next start")
    func kept() async throws {
        let terminal = try await open()
        try await terminal.screen(with: "help")
        try await terminal.type("T")
        try await terminal.screen(with: "› night")
        try await terminal.type("j", "j")
        try await terminal.styled("ember's background") { $0.contains("48;2;28;23;20") }
        try await terminal.type("Enter")
        try await terminal.screen(with: "theme ember, kept")
        try await terminal.type("q")
        try await terminal.ended()
        #expect(program.home.read(".local/state/svctop/view.toml").contains("\ntheme = \"ember\"\n"))
        let next = try await open()
        try await next.styled("ember's background") { $0.contains("48;2;28;23;20") }
        try await next.type("T")
        try await next.screen(with: "› ember")
        try await next.type("j", "Escape")
        try await next.styled("ember again") { $0.contains("48;2;28;23;20") && !$0.contains("themes") }
        try await next.type("q")
    }

    @Test("a broken one of the user's keeps nobody from starting")
    func broken() async throws {
        try write(theme: "mine", "[ui]\ntitel = 1\n")
        let terminal = try await open(["COLORTERM=truecolor"], "--theme", "mine")
        try await terminal.screen(with: "mine.toml:2: unknown key `titel` in [ui]; did you mean")
        try await terminal.type("T")
        try await terminal.screen(with: "› night")
        try await terminal.type("q", "q")
    }

    @Test("a broken memory of the last choice is passed over")
    func brokenMemory() async throws {
        for folder in [".local", ".local/state", ".local/state/svctop"] {
            try #require(mkdir("\(program.home.path)/\(folder)", 0o700) == 0)
        }
        try program.home.write(".local/state/svctop/view.toml", "theme = \n")
        let terminal = try await open()
        try await terminal.screen(with: "view.toml:1: expected a value")
        try await terminal.type("q")
    }

    @Test(
        "there are as many colours as the terminal has, or as the user wants",
        arguments: [
            (["COLORTERM=truecolor"], [String](), "38;2;"), ([], [], "38;5;"),
            (["COLORTERM=truecolor"], ["256"], "38;5;"),
            ([], ["truecolor"], "38;2;"), (["COLORTERM=truecolor"], ["16"], "[96m"),
            (["COLORTERM=truecolor", "NO_COLOR=1"], [], ""), (["NO_COLOR=1"], ["always"], "38;5;"),
            (["COLORTERM=truecolor"], ["never"], ""),
        ])
    func depth(environment: [String], colour: [String], sequence: String) async throws {
        let terminal =
            if let colour = colour.first {
                try await open(environment, "--theme", "night", "--color", colour)
            } else {
                try await open(environment, "--theme", "night")
            }
        try await terminal.screen(with: "help")
        let screen = try await terminal.styled
        if sequence.isEmpty {
            #expect(
                screen.firstMatch(of: #/\e\[[\d;]*(3[0-7]|9[0-7]|38;)[\d;]*m/#) == nil, "\(screen.debugDescription)")
            // The cursor, titles and keys are to be seen all the same.
            #expect(screen.contains("\u{1B}[1m"))
        } else {
            #expect(screen.contains(sequence), "\(screen.debugDescription)")
            let others = ["38;2;", "38;5;"].filter { $0 != sequence }
            for other in others { #expect(!screen.contains(other), "\(screen.debugDescription)") }
        }
        try await terminal.type("q")
    }

    @Test("on a light background the twin is shown")
    func light() async throws {
        let terminal = try await open(["COLORTERM=truecolor", "COLORFGBG=0;15"])
        try await terminal.screen(with: "help")
        try await terminal.type("T")
        try await terminal.screen(with: "› day")
        try await terminal.type("q", "q")
    }
}
