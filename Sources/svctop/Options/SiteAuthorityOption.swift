import ArgumentParser
import Configuration
import Glibc
import ServiceIdentity

/// Where the site's authority for certificates lies.
struct SiteAuthorityOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The authority's folder ($XDG_DATA_HOME/svctop/ca, or ~/.local/share/svctop/ca).", valueName: "DIR"))
    var folder: String?

    var folderPath: String {
        get throws(Failure) {
            if let folder { return folder }
            guard let usual = FilePath.siteAuthority else {
                throw Failure("there is no home folder: say where with --folder DIR", .usage)
            }
            return usual
        }
    }

    /// The authority that is there.
    var authority: SiteAuthority {
        get throws(Failure) {
            let folder = try folderPath
            do throws(SiteAuthorityError) {
                return try SiteAuthority(folder: folder, at: Int64(time(nil)))
            } catch {
                throw Failure("\(error)")
            }
        }
    }
}
