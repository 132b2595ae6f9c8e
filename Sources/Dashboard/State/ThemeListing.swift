import TOML
import Terminal

/// Every theme that there is, to choose from.
package struct ThemeListing: Sendable {
    package struct Entry: Sendable {
        package let name: String
        /// What is wrong with it, if it cannot be shown.
        package let theme: Result<Theme, FileError>
    }

    package let entries: [Entry]
    /// The one that is drawn with now.
    package let inUse: String

    /// - Parameter depth: the colours of the terminal that they are to be seen on.
    package init(of texts: some ThemeTexts, at depth: ColourDepth, inUse: String) {
        self.inUse = inUse
        entries = texts.names.map { name in
            let theme = Result { () throws(FileError) in try texts.theme(name).adapted(to: depth) }
            return Entry(name: name, theme: theme)
        }
    }
}
