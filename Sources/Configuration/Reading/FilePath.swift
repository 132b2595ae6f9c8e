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
    package static var configuration: String? {
        if let folder = variable("XDG_CONFIG_HOME"), folder.hasPrefix("/") { return "\(folder)/svctop/config.toml" }
        return variable("HOME").map { "\($0)/.config/svctop/config.toml" }
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
