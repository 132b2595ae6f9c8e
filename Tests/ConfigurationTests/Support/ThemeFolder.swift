import Configuration
import PeerServers
import Terminal
import Testing

/// A user's own themes.
struct ThemeFolder {
    let folder: TemporaryFolder
    var shelf: ThemeShelf { ThemeShelf(folder: folder.path) }

    init(_ themes: [String: String] = [:]) throws {
        folder = try TemporaryFolder()
        for (name, text) in themes { try write(name, text) }
    }

    func write(_ name: String, _ text: String) throws { try folder.write("\(name).toml", text) }

    func path(_ name: String) -> String { "\(folder.path)/\(name).toml" }
}
