import Configuration
import Dashboard

extension Settings {
    /// The keys of the dashboard: a preset, and what the file says besides.
    func keyMap() throws(ConfigurationError) -> KeyMap {
        let assignments = keyBindings.map { KeyAssignment($0.action, $0.keys.value, line: $0.keys.origin.line) }
        do throws(KeyMapError) {
            return try KeyMap(preset: keyPreset.value, line: keyPreset.origin.line, assignments)
        } catch {
            throw ConfigurationError(file: file, line: error.line, error.message)
        }
    }
}

extension Origin {
    /// In the file; nil for what does not come from one.
    fileprivate var line: Int? { if case .file(_, let line) = self { line } else { nil } }
}
