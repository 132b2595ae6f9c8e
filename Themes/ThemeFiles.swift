/// The themes that lie beside this file, as the binary carries them.
package enum ThemeFiles {
    /// In the order in which they are offered.
    package static let names = [
        "night", "day", "ember", "paper", "frost", "mist", "meadow", "colourblind", "colourblind-light", "contrast",
        "contrast-light", "mono", "terminal",
    ]

    /// Each is made ready only when it is asked for.
    package static func bytes(of name: String) -> [UInt8]? {
        switch name {
        case "night": PackageResources.night_toml
        case "day": PackageResources.day_toml
        case "ember": PackageResources.ember_toml
        case "paper": PackageResources.paper_toml
        case "frost": PackageResources.frost_toml
        case "mist": PackageResources.mist_toml
        case "meadow": PackageResources.meadow_toml
        case "colourblind": PackageResources.colourblind_toml
        case "colourblind-light": PackageResources.colourblind_light_toml
        case "contrast": PackageResources.contrast_toml
        case "contrast-light": PackageResources.contrast_light_toml
        case "mono": PackageResources.mono_toml
        case "terminal": PackageResources.terminal_toml
        default: nil
        }
    }
}
