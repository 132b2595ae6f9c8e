import Dashboard
import TOML

extension Settings {
    /// The keys of the dashboard: a preset, and what the file says besides.
    package func keyMap() throws(FileError) -> KeyMap {
        let assignments = keyBindings.map { KeyAssignment($0.action, $0.keys.value, line: $0.keys.origin.line) }
        do throws(KeyMapError) {
            return try KeyMap(preset: keyPreset.value, line: keyPreset.origin.line, assignments)
        } catch {
            throw FileError(file: file, line: error.line, error.message)
        }
    }
}
