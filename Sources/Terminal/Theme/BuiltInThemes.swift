import Themes

/// The themes that svctop brings along.
package struct BuiltInThemes: ThemeTexts {
    /// The one to start from, by appearance.
    package static func standard(_ appearance: Theme.Appearance) -> String {
        switch appearance {
        case .dark: "night"
        case .light: "day"
        }
    }

    package init() {}

    package var names: [String] { ThemeFiles.names }

    package func text(of name: String) -> ThemeText? {
        ThemeFiles.bytes(of: name).map { bytes in
            ThemeText(
                name: name, file: "\(name).toml", text: String(decoding: bytes, as: UTF8.self), isBuiltIn: true)
        }
    }

    package static func theme(_ appearance: Theme.Appearance) -> Theme {
        switch appearance {
        case .dark: .night
        case .light: .day
        }
    }
}

extension Theme {
    /// The standard one for dark terminals.
    package static let night = (try? BuiltInThemes().theme("night")) ?? .unstyled

    /// The standard one for light terminals.
    package static let day = (try? BuiltInThemes().theme("day")) ?? .unstyled

    /// The terminal's own colours for everything: what is left where nothing can be read.
    package static let unstyled = Theme(name: "unstyled", appearance: .dark, roles: [:], statuses: [:])
}
