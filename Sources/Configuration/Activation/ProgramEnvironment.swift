import Glibc
import ServiceSupervision

/// What a program finds in its environment: the little that systemd gives it, and what is asked for.
package enum ProgramEnvironment {
    /// Where programs are looked for.
    private static let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// - Parameters:
    ///   - user: whom it runs as; nil for who we are.
    ///   - inherited: our own environment, of which only the language is passed on.
    ///   - passed: and these.
    ///   - given: wins over all others.
    static func variables(
        of user: ProcessUser?, inherited: [String: String], passing passed: [String], _ given: [String: String]
    ) -> [String: String] {
        var variables = ["PATH": path]
        if let user = user ?? ownUser { variables.merge(user.variables) { $1 } }
        for name in ["LANG"] + passed { variables[name] = inherited[name] ?? variables[name] }
        return variables.merging(given) { $1 }
    }

    /// Who we are, unless that is root: his services have no home.
    private static var ownUser: ProcessUser? {
        geteuid() == 0 ? nil : ProcessUser(user: geteuid(), group: getegid())
    }
}
