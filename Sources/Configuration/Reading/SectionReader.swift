import TOML

/// Reads the keys of one table, and notes what is wrong with them.
struct SectionReader {
    /// As the file has it, without brackets.
    let name: String
    let file: String
    let line: Int
    private var unread: [String: TOMLNode]
    private var known: [String] = []
    private(set) var errors: [FileError] = []
    /// Said only if nothing else is wrong: a key may be missing because it is misspelt.
    private var missing: String?

    init(_ name: String, _ node: TOMLNode, file: String) {
        self.name = name
        self.file = file
        line = node.line
        if case .table(let members) = node.value {
            unread = members
        } else {
            unread = [:]
            errors = [FileError(file: file, line: node.line, "`\(name)` must be a table: [\(name)]")]
        }
    }

    var origin: Origin { .file(path: file, line: line) }

    /// nil where the key is missing or wrong.
    /// - Parameter isSecret: Whether the value may be, or be mistaken for, a secret: then no message shows it.
    mutating func read<Value>(_ key: String, _ kind: ValueKind<Value>, isSecret: Bool = false) -> Sourced<Value>? {
        known.append(key)
        guard let node = unread.removeValue(forKey: key) else { return nil }
        guard let value = kind.read(node.value) else {
            let found = isSecret ? "" : ", not \(node.value.described)"
            note(node.line, "`\(key)` in [\(name)] must be \(kind.expectation)\(found)")
            return nil
        }
        if let range = kind.violatedRange(value) {
            note(node.line, "`\(key)` in [\(name)] must be \(range), not \(kind.text(value))")
            return nil
        }
        return Sourced(value, .file(path: file, line: node.line))
    }

    /// A table within this one; nil where there is none.
    /// - Parameter written: the key as the file has it.
    mutating func table(_ key: String, named written: String? = nil) -> SectionReader? {
        known.append(key)
        guard let node = unread.removeValue(forKey: key) else { return nil }
        return SectionReader("\(name).\(written ?? key)", node, file: file)
    }

    /// The same where a table stands there, and nil for whatever else does, which can still be read.
    mutating func tableOrNil(_ key: String) -> SectionReader? {
        guard case .table? = unread[key]?.value else { return nil }
        return table(key)
    }

    /// In the order of the file.
    var unreadKeys: [String] { unread.sorted { ($0.value.line, $0.key) < ($1.value.line, $1.key) }.map(\.key) }

    mutating func take(errorsOf inner: SectionReader) { errors += inner.errors }

    mutating func note(_ line: Int, _ message: String) {
        errors.append(FileError(file: file, line: line, message))
    }

    mutating func noteMissing(_ message: String) { missing = message }

    /// What no one asked for is a mistake.
    mutating func finish() {
        for (key, node) in unread { note(node.line, complaint(about: key, node)) }
        if errors.isEmpty, let missing { note(line, missing) }
    }

    private func complaint(about key: String, _ node: TOMLNode) -> String {
        if let nearest = NearestName.of(key, among: known) {
            return "unknown key `\(key)` in [\(name)]; did you mean `\(nearest)`?"
        }
        if let path = node.pathOfTables, name.contains(".") {
            let section = name.prefix { $0 != "." }
            let rest = name.dropFirst(section.count + 1)
            return "a name with dots needs quotes: [\(section).\"\(rest).\(([key] + path).joined(separator: "."))\"]"
        }
        return "unknown key `\(key)` in [\(name)]; there are \(known.map { "`\($0)`" }.joined(separator: ", "))"
    }
}

extension TOMLNode {
    /// The keys of tables that hold nothing but one table, as `[a.b.c]` makes them; nil for what is no table.
    fileprivate var pathOfTables: [String]? {
        guard case .table(let members) = value else { return nil }
        guard members.count == 1, let (key, member) = members.first, let rest = member.pathOfTables else { return [] }
        return [key] + rest
    }
}
