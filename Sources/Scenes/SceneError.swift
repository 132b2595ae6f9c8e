/// What is wrong with a scene, on which line, and what would be right.
package struct SceneError: Error, Hashable, Sendable {
    /// From 1; 0 for the scene as a whole.
    package let line: Int
    package let text: String

    init(_ text: String, line: Int) {
        self.line = line
        self.text = text
    }

    /// `failover.scene:12: …`
    package func description(in file: String) -> String { line > 0 ? "\(file):\(line): \(text)" : "\(file): \(text)" }
}
