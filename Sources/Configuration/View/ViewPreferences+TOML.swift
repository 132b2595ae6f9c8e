import Dashboard
import TOML

extension ViewPreferences {
    /// What a file says; keys of other versions are passed over.
    init(_ members: [String: TOMLNode], file: String) throws(FileError) {
        self.init()
        theme = try Self.value("theme", .string, members, file)
        columns = try Self.value("columns", .list(of: .string), members, file)
        sort = try Self.value("sort", .string, members, file)
        isSortInverted = try Self.value("sort-inverted", .boolean, members, file)
        group = try Self.value("group", .string, members, file)
    }

    private static func value<Value>(
        _ key: String, _ kind: ValueKind<Value>, _ members: [String: TOMLNode], _ file: String
    ) throws(FileError) -> Value? {
        guard let node = members[key] else { return nil }
        guard let value = kind.read(node.value) else {
            throw FileError(
                file: file, line: node.line, "`\(key)` must be \(kind.expectation), not \(node.value.described)")
        }
        return value
    }

    /// As the file has it.
    var text: String {
        var text = "# How you looked at things last, as svctop keeps it. Delete it to begin anew.\n"
        func add<Value>(_ key: String, _ value: Value?, _ kind: ValueKind<Value>) {
            if let value { text += "\(key) = \(kind.text(value))\n" }
        }
        add("theme", theme, .string)
        add("columns", columns, .list(of: .string))
        add("sort", sort, .string)
        add("sort-inverted", isSortInverted, .boolean)
        add("group", group, .string)
        return text
    }
}
