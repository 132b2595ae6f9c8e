import ArgumentParser
import PeerServers

/// Kills a process that carries out updates, over and over, and looks at what it has left on disk each time.
@main
struct UpdateTorture: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Kill a process under a load of updates, and see that nothing is lost that was acknowledged.",
        subcommands: [Load.self])

    @Option(help: "How often.")
    var rounds = 1000

    @Option(help: "Decides when: the same in every run.")
    var seed: UInt64 = 1

    func run() async throws {
        let folder = try TemporaryFolder()
        var killing = Killing(folder: folder, seed: seed)
        for round in 1...max(1, rounds) {
            try await killing.round()
            if round % 100 == 0 { print("\(round) times, \(killing.acknowledged) updates acknowledged") }
        }
        print("killed \(rounds) times, \(killing.acknowledged) updates acknowledged, all there")
    }
}
