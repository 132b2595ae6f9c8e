import TOML

/// A theme as far as its files have been read.
struct ThemeDraft: Sendable {
    /// A theme's name, and where it stands.
    struct Reference: Hashable, Sendable {
        var name: String
        var place: ThemePlace
    }

    var about: String?
    var appearance: Theme.Appearance?
    var twin: String?
    var parent: Reference?
    var palette = Palette()
    var roles: [Role: LookDraft] = [:]
    var statuses: [StatusName: StatusDraft] = [:]

    /// Lays over this one what a theme that inherits from it says.
    mutating func merge(_ child: ThemeDraft) {
        about = child.about
        appearance = child.appearance ?? appearance
        twin = child.twin
        palette.merge(child.palette)
        roles.merge(child.roles) { own, new in
            var merged = own
            merged.merge(new)
            return merged
        }
        statuses.merge(child.statuses) { own, new in
            var merged = own
            merged.merge(new)
            return merged
        }
    }

    /// - Parameter file: which one to blame where something is missing.
    func theme(name: String, file: String, files: [String]) throws(FileError) -> Theme {
        var looks: [Role: Look] = [:]
        var statusLooks: [StatusName: StatusLook] = [:]
        // Of several mistakes the first in the file is told, so all of them are looked for.
        var mistakes: [FileError] = []
        for role in Role.allCases {
            do throws(FileError) {
                guard let draft = roles[role] else {
                    throw FileError(file: file, "[\(role.section)] has no `\(role.key)`")
                }
                looks[role] = try draft.look(for: role, palette)
            } catch {
                mistakes.append(error)
            }
        }
        for status in StatusName.allCases {
            do throws(FileError) {
                guard let draft = statuses[status], let sign = draft.sign, let asciiSign = draft.asciiSign else {
                    throw FileError(file: file, "[status] has no `\(status.name)` with `sign` and `ascii`")
                }
                statusLooks[status] = StatusLook(
                    sign: sign, asciiSign: asciiSign, look: try draft.look.look(palette))
            } catch {
                mistakes.append(error)
            }
        }
        if let first = mistakes.min(by: { ($0.line ?? 0) < ($1.line ?? 0) }) { throw first }
        return Theme(
            name: name, appearance: appearance ?? .dark, about: about ?? "", twin: twin, files: files,
            roles: looks, statuses: statusLooks)
    }
}
