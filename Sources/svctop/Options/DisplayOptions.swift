import ArgumentParser
import Configuration

/// How things look.
struct DisplayOptions: ParsableArguments {
    @Option(
        name: [.customLong("color"), .customLong("colour")],
        help: ArgumentHelp("auto, always or never.", valueName: "WHEN"))
    var colour: String?

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    func override(_ overrides: inout Overrides) {
        overrides.colour = colour
        if ascii { overrides.ascii = true }
    }
}
