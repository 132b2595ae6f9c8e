import CPlatform
import Glibc

/// The first process of a container, which is the parent of every orphan in it.
package enum FirstProcess {
    /// Where we are that, leaves its duties to this process and runs the program itself again as another.
    /// - Returns: the exit code of that; nil where we are not the first.
    package static func run() -> Int32? {
        guard getpid() == 1 else { return nil }
        var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        return platform_act_as_init(&arguments)
    }
}
