import Glibc

/// A folder that is gone, with all that is in it, when nobody holds it any more.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws(PeerError) {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/svctop-peer.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .cannotStart("mkdtemp: \(errorText())") }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        removeTree(path)
    }

    /// Writes a file, readable by the owner only, and returns its path.
    @discardableResult
    package func write(_ name: String, _ text: String) throws(PeerError) -> String {
        let file = "\(path)/\(name)"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotStart("\(file): \(errorText())") }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { throw .cannotStart("\(file): \(errorText())") }
            rest = rest.dropFirst(written)
        }
        return file
    }

    /// What is in a file; empty when there is none.
    package func read(_ name: String) -> String { contents(of: "\(path)/\(name)") }
}

/// Deletes a folder with all that is in it; links are deleted, not followed.
private func removeTree(_ path: String) {
    if let folder = opendir(path) {
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != ".." else { continue }
            if entry.pointee.d_type == UInt8(DT_DIR) {
                removeTree("\(path)/\(name)")
            } else {
                unlink("\(path)/\(name)")
            }
        }
    }
    rmdir(path)
}

func contents(of file: String) -> String {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
        bytes += chunk.prefix(count)
    }
}

func errorText() -> String { String(cString: strerror(errno)) }
