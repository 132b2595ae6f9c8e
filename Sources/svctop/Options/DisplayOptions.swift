import ArgumentParser
import Configuration

/// How things look.
struct DisplayOptions: ParsableArguments {
    @Option(
        name: [.customLong("color"), .customLong("colour")],
        help: ArgumentHelp(
            "auto, always, never, or at most 16, 256 or truecolor; wins over NO_COLOR.", valueName: "WHEN"))
    var colour: String?

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    func override(_ overrides: inout Overrides) {
        overrides.colour = colour
        if ascii { overrides.ascii = true }
    }
}
