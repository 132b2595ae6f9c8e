import DNSCore

/// What is exported, whoever it is for: checked, and in the order in which it is written.
struct ExportSource: Sendable {
    let zones: [ZoneContents]
    let keys: ExportedKeys
    let settings: ExportSettings
    /// From the root on.
    let folder: String

    /// - Parameter seconds: since 1970: keys that are not valid then are left out.
    init(
        _ zones: [ZoneContents], keys: [StoredKey], settings: ExportSettings, folder: String, at seconds: UInt64
    ) throws(ExportError) {
        guard !zones.isEmpty else { throw .noZone }
        guard !settings.listening.isEmpty else { throw .noAddress }
        self.zones = zones.sorted { $0.apex < $1.apex }
        self.keys = ExportedKeys(keys, at: seconds)
        self.settings = settings
        self.folder = try ConfigurationText.folder(folder)
    }
}
