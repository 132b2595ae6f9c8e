import Glibc

/// Paths as the configuration writes them.
package enum FilePath {
    /// What stands before the last slash.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// `~/` is the user's home; what is not absolute lies in `folder`.
    static func resolve(_ path: String, in folder: String) -> String {
        if path.hasPrefix("/") { return path }
        if path.hasPrefix("~/"), let home = variable("HOME") { return home + path.dropFirst(1) }
        return folder == "." ? path : "\(folder)/\(path)"
    }

    /// `$XDG_CONFIG_HOME/svctop/config.toml`, where that is unset or not absolute `~/.config/svctop/config.toml`; nil for a
    /// user without a home.
    package static var configuration: String? { own("XDG_CONFIG_HOME", orElse: ".config").map { "\($0)/config.toml" } }

    /// Where the user's own themes are, beside the configuration.
    package static var themes: String? { own("XDG_CONFIG_HOME", orElse: ".config").map { "\($0)/themes" } }

    /// `$XDG_STATE_HOME/svctop` or `~/.local/state/svctop`: what svctop keeps for itself.
    package static var state: String? { own("XDG_STATE_HOME", orElse: ".local/state") }

    /// `$XDG_STATE_HOME/svctop/authority` or `~/.local/state/svctop/authority`: zones and keys of `svctop serve`.
    package static var authority: String? { state.map { "\($0)/authority" } }

    /// `$XDG_DATA_HOME/svctop/ca` or `~/.local/share/svctop/ca`: the site's authority of `svctop ca`.
    package static var siteAuthority: String? { own("XDG_DATA_HOME", orElse: ".local/share").map { "\($0)/ca" } }

    /// svctop's folder in one of the user's base directories.
    private static func own(_ name: String, orElse usual: String) -> String? {
        if let folder = variable(name), folder.hasPrefix("/") { return "\(folder)/svctop" }
        return variable("HOME").map { "\($0)/\(usual)/svctop" }
    }

    /// Where journal and history lie: `$XDG_STATE_HOME/svctop/svctop.db`, where that is unset or not absolute
    /// `~/.local/state/svctop/svctop.db`; nil for a user without a home.
    package static var store: String? {
        if let folder = variable("XDG_STATE_HOME"), folder.hasPrefix("/") { return "\(folder)/svctop/svctop.db" }
        return variable("HOME").map { "\($0)/.local/state/svctop/svctop.db" }
    }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}
