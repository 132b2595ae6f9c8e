import ArgumentParser
import Demonstration

/// What the demonstration starts when a dormant service of it is used.
struct DemoServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: name, abstract: "Serves for the demonstration, started by a stand-in.", shouldDisplay: false)

    static let name = "demo-service"

    func run() { DemoProgram.serve() }
}
