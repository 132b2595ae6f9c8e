/// Why the authority cannot be written down for another server.
package enum ExportError: Error, Hashable, Sendable {
    /// The folder's path has characters that configuration files do not take in quotation marks.
    case path(String)
    case relativePath(String)
    case noZone
    case noAddress
}

extension ExportError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .path(let path):
            "\(path) has quotation marks, backslashes or control characters in it: choose another folder"
        case .relativePath(let path): "\(path) is not absolute: a configuration has to name its files from the root on"
        case .noZone: "there is no zone to export"
        case .noAddress: "there is no address to listen on"
        }
    }
}
