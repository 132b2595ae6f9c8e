import TOML

/// A theme as it is written.
package struct ThemeText: Hashable, Sendable {
    package var name: String
    /// What messages call the file: its path, if it is one of the user's.
    package var file: String
    package var text: String
    package var isBuiltIn: Bool

    package init(name: String, file: String, text: String, isBuiltIn: Bool = false) {
        self.name = name
        self.file = file
        self.text = text
        self.isBuiltIn = isBuiltIn
    }
}

/// Where themes' texts are to be had.
package protocol ThemeTexts {
    var names: [String] { get }

    /// nil where there is none of that name.
    func text(of name: String) throws(FileError) -> ThemeText?
}

extension ThemeTexts {
    package func theme(_ name: String) throws(FileError) -> Theme {
        guard let text = try text(of: name) else { throw FileError(refusal(of: name)) }
        return try Theme(reading: text, from: self)
    }

    /// What to say of a name that there is not.
    package func refusal(of name: String) -> String {
        let hint =
            NearestName.of(name, among: names).map { "did you mean \(TOMLText.string($0))?" }
            ?? "there are \(names.joined(separator: ", "))"
        return "there is no theme \(TOMLText.string(name)); \(hint)"
    }
}
