import ArgumentParser
import Configuration
import Dashboard
import Glibc
import Reports
import Scenes
import Terminal

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

    @Option(help: ArgumentHelp("The theme.", valueName: "name"))
    var theme: String?

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
        let look = try look()
        let (play, moment) = try playing(scene)
        let descriptor = try opened()
        var output = Output(descriptor: descriptor)
        if events {
            let report = EventReport(.text(look.repertoire))
            for event in play.events { report.write(event, to: &output) }
        } else {
            output.write(drawn(moment, look, title: scene.title))
        }
        try finish(&output)
    }

    private func drawn(_ moment: ScenePlay.Moment, _ look: Look, title: String) -> String {
        let surface = render(moment.dashboard, theme: look.theme, repertoire: look.repertoire).surface
        if svg != nil { return surface.svg(colours: .of(look.theme.appearance), title: title) }
        return ansi ? surface.ansi(depth: look.theme.depth) : surface.text + "\n"
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

    private func playing(_ scene: Scene) throws(Failure) -> (ScenePlay, ScenePlay.Moment) {
        let time = DurationText.parse(at)
        guard time != nil || at == "last" || scene.moments.contains(at) else {
            let moments = (scene.moments + ["last"]).joined(separator: ", ")
            throw Failure("--at \(at): \(file) has no such moment (\(moments), or a time: 90s)", .usage)
        }
        var play = ScenePlay(scene, size: size)
        do throws(SceneError) { try play.play(until: time) } catch {
            throw Failure(error.description(in: file), .usage)
        }
        return (play, play.moments.first { $0.name == at } ?? play.last)
    }
}

// MARK: - How it looks

extension SceneCommand {
    private struct Look {
        var theme: Theme
        var repertoire: Repertoire
    }

    private func look() throws(Failure) -> Look {
        guard theme == nil || theme == Theme.night.name else {
            throw Failure("there is no theme \(theme ?? "")", .usage)
        }
        return Look(theme: .night, repertoire: display.ascii ? .ascii : .unicode)
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
}
