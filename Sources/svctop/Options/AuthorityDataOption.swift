import ArgumentParser
import Configuration

/// Where the authority's zones and keys lie.
struct AuthorityDataOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of zones and keys ($XDG_STATE_HOME/svctop/authority, or ~/.local/state/svctop/authority).",
            valueName: "DIR"))
    var data: String?

    var folder: String {
        get throws(Failure) {
            if let data { return data }
            guard let folder = FilePath.authority else {
                throw Failure("there is no home folder: say where with --data DIR", .usage)
            }
            return folder
        }
    }
}
