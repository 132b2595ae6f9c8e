import DNSClient
import DNSCore
import TOML

/// Makes settings of a parsed file; all that is wrong is noted, and the first of it in the file is thrown.
struct SettingsReader: SettingVisitor {
    private let file: String
    /// Against which paths in the file are meant.
    let folder: String
    private var sections: [String: SectionReader] = [:]
    var errors: [FileError] = []

    private static let plainSections = [
        "poll", "probe", "thresholds", "limits", "history", "acting", "display", "keymap",
    ]
    private static let namedSections = ["zones", "servers", "keys", "identity"]

    init(file: String) {
        self.file = file
        folder = FilePath.folder(of: file)
    }

    static func read(_ root: TOMLNode, file: String) throws(FileError) -> Settings {
        var reader = SettingsReader(file: file)
        var settings = Settings()
        settings.file = file
        reader.read(root, into: &settings)
        if let mistake = reader.firstMistake { throw mistake }
        return settings
    }

    /// The one that stands first in the file: its members come in no order.
    var firstMistake: FileError? { errors.min { ($0.line ?? 0, $0.message) < ($1.line ?? 0, $1.message) } }

    private mutating func read(_ root: TOMLNode, into settings: inout Settings) {
        guard case .table(let members) = root.value else { return }
        for (name, node) in members {
            if Self.plainSections.contains(name) {
                sections[name] = SectionReader(name, node, file: file)
            } else if !Self.namedSections.contains(name) {
                errors.append(unknownSection(name, node))
            }
        }
        settings.visit(&self)
        settings.serviceProbes = sections["probe"]?.readServiceProbes() ?? []
        settings.keyBindings = sections["keymap"]?.readKeyBindings() ?? []
        for name in Self.plainSections {
            sections[name]?.finish()
            errors += sections[name]?.errors ?? []
        }
        readKeys(members["keys"], into: &settings)
        readServers(members["servers"], into: &settings)
        readZones(members["zones"], into: &settings)
        readIdentities(members["identity"], into: &settings)
    }

    mutating func visit<Value>(_ setting: inout Setting<Value>) {
        guard let new = sections[setting.section]?.read(setting.key, setting.kind) else { return }
        setting.set(new)
    }

    private func unknownSection(_ name: String, _ node: TOMLNode) -> FileError {
        let names = Self.plainSections + Self.namedSections
        let what = if case .table = node.value { "section [\(name)]" } else { "key `\(name)` outside of any section" }
        let hint =
            NearestName.of(name, among: names).map { "did you mean [\($0)]?" }
            ?? "there are \(names.map { "[\($0)]" }.joined(separator: ", "))"
        return FileError(file: file, line: node.line, "unknown \(what); \(hint)")
    }

    /// The tables of `[section.*]`, in the order of the file.
    mutating func tables(_ section: String, _ node: TOMLNode?) -> [(label: String, reader: SectionReader)] {
        guard let node else { return [] }
        guard case .table(let members) = node.value else {
            errors.append(
                FileError(file: file, line: node.line, "`\(section)` must be tables: [\(section).NAME]"))
            return []
        }
        return members.sorted { ($0.value.line, $0.key) < ($1.value.line, $1.key) }.map { label, member in
            (label, SectionReader("\(section).\(TOMLText.key(label))", member, file: file))
        }
    }

    mutating func finish(_ reader: inout SectionReader) {
        reader.finish()
        errors += reader.errors
    }
}
