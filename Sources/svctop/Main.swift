import ArgumentParser
import Glibc
import ServiceProbing

@main
enum Main {
    static func main() async {
        // A reader that has gone away is an error of write(2), not the end.
        signal(SIGPIPE, SIG_IGN)
        // Each probe in flight holds a descriptor.
        DescriptorLimit.raise()
        do {
            var command = try Svctop.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    private static func end(with error: any Error) -> Never {
        if let failure = error as? Failure {
            failure.report()
            exit(failure.code.rawValue)
        }
        let code = Svctop.exitCode(for: error)
        // Whoever ends with a code has said what there is to say.
        if error is ExitCode { exit(code.rawValue) }
        guard code != .success else {
            print(Svctop.fullMessage(for: error))
            exit(0)
        }
        let isCheck = CommandLine.arguments.dropFirst().first == CheckCommand.name
        let help = isCheck ? "svctop \(CheckCommand.name) --help" : "svctop --help"
        let message = Svctop.message(for: error).split(whereSeparator: \.isNewline).joined(separator: " ")
        Failure("\(message) (see `\(help)`)", isCheck ? .unknown : .usage).report()
        exit(isCheck ? ExitStatus.unknown.rawValue : ExitStatus.usage.rawValue)
    }
}
