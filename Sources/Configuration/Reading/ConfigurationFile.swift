import SmallFiles
import TOML

/// The file that settings come from.
package enum ConfigurationFile {
    /// Reads settings from a file.
    /// - Parameters:
    ///   - path: What the user named; nil for the usual place, where there need not be one.
    package static func read(_ path: String? = nil) throws(FileError) -> Settings {
        guard let place = path ?? FilePath.configuration else { return Settings() }
        let file: TextFile
        do throws(TextFile.Failure) {
            file = try TextFile(place, limit: TOMLDocument.limit)
        } catch {
            if path == nil, error.isMissing { return Settings() }
            throw FileError(file: place, line: error.line, "\(error)")
        }
        var settings = try SettingsReader.read(TOMLDocument.parse(file.text, file: place), file: place)
        // A mistake in the keys is one in the file, whatever that is read for.
        _ = try settings.keyMap()
        if file.isReadableByAll, settings.keys.contains(where: { $0.source == .inline }) {
            settings.warnings.append("\(place) holds a secret and can be read by everyone: chmod o-r \(place)")
        }
        return settings
    }
}
