import DNSCore

/// One file of a folder that another server starts from.
package struct ExportedFile: Sendable {
    package enum Contents: Sendable {
        case text(String)
        /// As a master file.
        case zone(ZoneContents)
    }

    /// In the folder: it has no slash.
    package var name: String
    package var contents: Contents
    /// Holds secrets: for its owner alone.
    package var isSecret: Bool

    package init(_ name: String, _ contents: Contents, isSecret: Bool = false) {
        self.name = name
        self.contents = contents
        self.isSecret = isSecret
    }

    package func write(to output: inout some TextOutputStream) {
        switch contents {
        case .text(let text): output.write(text)
        case .zone(let zone): zone.writeZoneFile(to: &output)
        }
    }
}
