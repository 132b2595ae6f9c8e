import Glibc
import Testing

/// What the machine's terminfo knows; the rarer types come with a package of their own.
enum Terminfo {
    /// Ends the test as skipped where the type is unknown. On a build server it goes on, and fails.
    static func require(_ type: String) throws {
        let folders = ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"]
        let isKnown = folders.contains { access("\($0)/\(type.prefix(1))/\(type)", R_OK) == 0 }
        if isKnown || getenv("CI").map({ String(cString: $0) }) == "true" { return }
        try Test.cancel("terminfo does not know \(type): install ncurses-term")
    }
}
