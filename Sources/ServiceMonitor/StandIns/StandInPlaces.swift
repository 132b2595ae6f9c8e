import ActivationControl

/// Where stand-ins of this host are looked for.
package struct StandInPlaces: Hashable, Sendable {
    /// Whether in root's folder and in that of svctop's own user.
    package var looksInUsualFolders: Bool
    /// Others, which nobody else can write to.
    package var folders: [String]

    package init(looksInUsualFolders: Bool = true, folders: [String] = []) {
        self.looksInUsualFolders = looksInUsualFolders
        self.folders = folders
    }

    package static let nowhere = StandInPlaces(looksInUsualFolders: false)

    /// Control sockets that are there now. Reads folders.
    var found: [ControlPlace] {
        ControlPlace.found(in: (looksInUsualFolders ? ControlPlace.candidates() : []) + folders)
    }
}
