import TOML

extension Theme {
    /// How many themes may inherit from one another.
    private static let longestChain = 8

    /// Reads a theme and those that it inherits from.
    ///
    /// One that names none inherits from the standard one of its appearance. The built-in ones inherit from built-in ones
    /// only; one of the user's with the name of a built-in one can inherit from that.
    package init(reading text: ThemeText, from texts: some ThemeTexts) throws(FileError) {
        var chain = [text]
        var draft = try ThemeFileReader(file: text.file).read(text.text)
        var reference = draft.parent
        while let last = chain.last, let parent = try Self.parent(of: last, draft, reference, from: texts) {
            let isCircle = chain.contains { $0.name == parent.name && $0.isBuiltIn == parent.isBuiltIn }
            guard !isCircle, chain.count < Self.longestChain else {
                throw Self.endless(chain, parent, isCircle: isCircle, at: reference?.place)
            }
            var whole = try ThemeFileReader(file: parent.file).read(parent.text)
            reference = whole.parent
            whole.merge(draft)
            draft = whole
            chain.append(parent)
        }
        let files = chain.filter { !$0.isBuiltIn }.map(\.file)
        self = try draft.theme(name: text.name, file: text.file, files: files)
    }

    private static func parent(
        of text: ThemeText, _ draft: ThemeDraft, _ reference: ThemeDraft.Reference?, from texts: some ThemeTexts
    ) throws(FileError) -> ThemeText? {
        guard let reference else {
            let standard = BuiltInThemes.standard(draft.appearance ?? .dark)
            return text.isBuiltIn ? nil : BuiltInThemes().text(of: standard)
        }
        let name = reference.name
        let isBuiltIn = text.isBuiltIn || name == text.name
        if let parent = try isBuiltIn ? BuiltInThemes().text(of: name) : texts.text(of: name) { return parent }
        if name == text.name { throw reference.place.error("a theme cannot inherit from itself") }
        throw reference.place.error(texts.refusal(of: name))
    }

    private static func endless(
        _ chain: [ThemeText], _ parent: ThemeText, isCircle: Bool, at place: ThemePlace?
    ) -> FileError {
        let names = (chain + [parent]).map(\.name).joined(separator: ", ")
        let message =
            isCircle ? "goes round in a circle: \(names)" : "more than \(longestChain) themes in a row: \(names)"
        return place?.error(message) ?? FileError(message)
    }
}
