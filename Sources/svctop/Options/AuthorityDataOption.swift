import ArgumentParser
import Configuration
import Glibc

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

    /// The folder, which has to be there: to open a store is to make one.
    var existingFolder: String {
        get throws(Failure) {
            let folder = try folder
            guard access(folder, F_OK) == 0 else {
                throw Failure(
                    "\(folder): \(String(cString: strerror(errno))): give the folder of svctop serve with --data")
            }
            return folder
        }
    }
}
