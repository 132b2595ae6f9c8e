import ArgumentParser
import Configuration

/// Whether what happens is kept.
struct HistoryOption: ParsableArguments {
    @Flag(name: .customLong("no-history"), help: "Neither read nor keep what happens.")
    var isOff = false

    func override(_ overrides: inout Overrides) {
        if isOff { overrides.history = false }
    }
}
