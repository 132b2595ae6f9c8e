import Terminal

/// The user's themes in a test, over the built-in ones.
struct SomeThemes: ThemeTexts {
    var own: [String: String] = [:]

    var names: [String] { BuiltInThemes().names + own.keys.sorted() }

    func text(of name: String) -> ThemeText? {
        own[name].map { ThemeText(name: name, file: "\(name).toml", text: $0) } ?? BuiltInThemes().text(of: name)
    }
}
