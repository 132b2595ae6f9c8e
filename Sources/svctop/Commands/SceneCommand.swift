import ArgumentParser
import Configuration
import Dashboard
import Glibc
import Reports
import Scenes
import SmallFiles
import Terminal
import TOML

struct SceneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scene",
        abstract: "Plays a scene and draws what the dashboard shows.",
        discussion: """
            A scene is a text: zones with their records, what becomes of them over virtual time, and the keys that \
            someone presses meanwhile. Nothing is sent to anyone, and it is the engine and the screen of the live program \
            that make of it what they make of it. The README of the scenes says how to write one.
            """)

    @Argument(help: ArgumentHelp("The scene; /dev/stdin for standard input.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("Columns and rows.", valueName: "COLSxROWS"))
    var size = Size(rows: 40, columns: 120)

    @OptionGroup(title: "Display")
    var themeOption: ThemeOption

    @Option(help: ArgumentHelp("A moment: its name in the scene, or how far in it (90s).", valueName: "moment"))
    var at = "last"

    @Option(help: ArgumentHelp("Draw a picture into this file; /dev/stdout for standard output.", valueName: "out"))
    var svg: String?

    @Flag(help: "Draw with a terminal's escape sequences.")
    var ansi = false

    @Flag(help: "Draw as plain text: the default.")
    var text = false

    @Flag(help: "Print what happens to instances in place of a picture, a line each.")
    var events = false

    @OptionGroup(title: "Display")
    var display: DisplayOptions

    func validate() throws {
        guard [svg != nil, ansi, text, events].count(where: { $0 }) <= 1 else {
            throw ValidationError("--svg, --ansi, --text and --events exclude each other")
        }
    }

    func run() throws {
        let scene = try reading()
        let depth = try depth()
        let (play, moment) = try playing(scene, depth)
        let theme = try theme(moment.theme).adapted(to: depth)
        var output = Output(descriptor: try opened())
        if events {
            let report = EventReport(.text(repertoire))
            for event in play.events { report.write(event, to: &output) }
        } else {
            output.write(drawn(moment, theme, title: scene.title))
        }
        try finish(&output)
    }

    private func drawn(_ moment: ScenePlay.Moment, _ theme: Theme, title: String) -> String {
        let surface = render(moment.dashboard, theme: theme, repertoire: repertoire).surface
        if svg != nil { return surface.svg(colours: .of(theme), title: title) }
        return ansi ? surface.ansi(depth: theme.depth) : surface.text + "\n"
    }
}

// MARK: - What there is to play

extension SceneCommand {
    private static var sizeLimit: Int { 8 << 20 }

    private func reading() throws(Failure) -> Scene {
        let text: String
        do throws(TextFile.Failure) { text = try TextFile(file, limit: Self.sizeLimit).text } catch {
            throw Failure("\(file): \(error)")
        }
        do throws(SceneError) { return try Scene(parsing: text) } catch {
            throw Failure(error.description(in: file), .usage)
        }
    }

    private func playing(_ scene: Scene, _ depth: ColourDepth) throws(Failure) -> (ScenePlay, ScenePlay.Moment) {
        let time = DurationText.parse(at)
        guard time != nil || at == "last" || scene.moments.contains(at) else {
            let moments = (scene.moments + ["last"]).joined(separator: ", ")
            throw Failure("--at \(at): \(file) has no such moment (\(moments), or a time: 90s)", .usage)
        }
        var play = ScenePlay(scene, size: size, theme: themeOption.theme ?? Theme.night.name) { inUse in
            ThemeListing(of: ThemeShelf(), at: depth, inUse: inUse)
        }
        do throws(SceneError) { try play.play(until: time) } catch {
            throw Failure(error.description(in: file), .usage)
        }
        return (play, play.moments.first { $0.name == at } ?? play.last)
    }
}

// MARK: - How it looks

extension SceneCommand {
    private var repertoire: Repertoire { display.ascii ? .ascii : .unicode }

    private func theme(_ name: String) throws(Failure) -> Theme {
        do throws(FileError) { return try ThemeShelf().theme(name) } catch { throw Failure("\(error)", .usage) }
    }

    /// All that there are, unless fewer are asked for: no terminal has to show them.
    private func depth() throws(Failure) -> ColourDepth {
        guard let word = display.colour else { return .rgb }
        switch ColourPolicy(rawValue: word) {
        case .auto, .always, .trueColour: return .rgb
        case .indexed256: return .indexed256
        case .ansi16: return .ansi16
        case .never: return .none
        case nil:
            let words = ColourPolicy.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure("--color \(word): write one of \(words)", .usage)
        }
    }

    private func opened() throws(Failure) -> Int32 {
        guard let svg else { return STDOUT_FILENO }
        let descriptor = open(svg, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failure("\(svg): \(String(cString: strerror(errno)))") }
        return descriptor
    }
}

extension Size: ExpressibleByArgument {
    package init?(argument: String) { self.init(sceneWord: argument) }

    package var defaultValueDescription: String { "\(columns)x\(rows)" }
}
