import TOML

/// Reads one theme's file; what it inherits is for `Theme.init(reading:from:)`. The first mistake is thrown.
struct ThemeFileReader {
    let file: String

    /// Bytes of the largest theme.
    static let limit = 1 << 16

    func read(_ text: String) throws(FileError) -> ThemeDraft {
        guard text.utf8.count <= Self.limit else { throw FileError(file: file, "larger than \(Self.limit) bytes") }
        let root: TOMLNode
        do throws(TOMLError) {
            root = try TOMLReader.read(text)
        } catch {
            throw FileError(file: file, line: error.line, error.description)
        }
        var draft = ThemeDraft()
        for (name, section) in try members(of: root, ThemePlace(file: file, line: 1, subject: "the theme")) {
            let place = ThemePlace(file: file, line: section.line, subject: "[\(name)]")
            switch name {
            case "meta": try readMeta(section, place, into: &draft)
            case "palette":
                for (key, node) in try members(of: section, place) {
                    draft.palette[key] = try paletteColour(key, node, place.member(key, line: node.line))
                }
            case "status":
                for (key, node) in try members(of: section, place) {
                    guard let name = StatusName(name: key) else {
                        throw unknown(key, node, in: place, among: StatusName.allCases.map(\.name))
                    }
                    draft.statuses[name] = try status(node, place.member(key, line: node.line))
                }
            default: try readRoles(name, section, place, into: &draft)
            }
        }
        return draft
    }

    private func readRoles(
        _ name: String, _ section: TOMLNode, _ place: ThemePlace, into draft: inout ThemeDraft
    ) throws(FileError) {
        let sections = ["meta", "palette", "status"] + Role.sections
        guard sections.contains(name) else {
            let what =
                if case .table = section.value { "section [\(name)]" } else { "key `\(name)` outside of any section" }
            let hint =
                NearestName.of(name, among: sections).map { "did you mean [\($0)]?" }
                ?? "there are \(sections.map { "[\($0)]" }.joined(separator: ", "))"
            throw FileError(file: file, line: section.line, "unknown \(what); \(hint)")
        }
        for (key, node) in try members(of: section, place) {
            guard let role = Role(section: name, key: key) else {
                throw unknown(key, node, in: place, among: Role.keys(of: name))
            }
            draft.roles[role] = try look(node, place.member(key, line: node.line))
        }
    }

    private func readMeta(
        _ section: TOMLNode, _ place: ThemePlace, into draft: inout ThemeDraft
    ) throws(FileError) {
        for (key, node) in try members(of: section, place) {
            let inner = place.member(key, line: node.line)
            switch key {
            case "about": draft.about = try text(node, inner)
            case "inherits": draft.parent = ThemeDraft.Reference(name: try text(node, inner), place: inner)
            case "twin": draft.twin = try text(node, inner)
            case "appearance":
                guard case .string(let word) = node.value, let appearance = Theme.Appearance(rawValue: word) else {
                    throw inner.error(mustBe: "\"dark\" or \"light\"", not: node.value.described)
                }
                draft.appearance = appearance
            default: throw unknown(key, node, in: place, among: ["about", "appearance", "inherits", "twin"])
            }
        }
    }

    private func text(_ node: TOMLNode, _ place: ThemePlace) throws(FileError) -> String {
        guard case .string(let text) = node.value, !text.isEmpty, text.count <= 200 else {
            throw place.error(mustBe: "a text of up to 200 characters", not: node.value.described)
        }
        return text
    }
}

extension ThemeFileReader {
    /// A table's keys in the order of the file.
    func members(of node: TOMLNode, _ place: ThemePlace) throws(FileError) -> [(key: String, node: TOMLNode)] {
        guard case .table(let members) = node.value else {
            throw place.error(mustBe: "a table", not: node.value.described)
        }
        return members.map { ($0.key, $0.value) }.sorted { ($0.1.line, $0.0) < ($1.1.line, $1.0) }
    }

    func unknown(_ key: String, _ node: TOMLNode, in place: ThemePlace, among keys: [String]) -> FileError {
        let hint =
            NearestName.of(key, among: keys).map { "did you mean `\($0)`?" }
            ?? "there are \(keys.map { "`\($0)`" }.joined(separator: ", "))"
        let whole = place.subject.hasPrefix("[") ? "in \(place.subject)" : "of \(place.subject)"
        return FileError(file: file, line: node.line, "unknown key `\(key)` \(whole); \(hint)")
    }
}
