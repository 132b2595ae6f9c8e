import Configuration
import Glibc
import TOML
import Testing

/// A folder of its own for one test, gone with it.
final class ConfigurationFixture {
    let folder: String

    init() throws {
        var path = Array("/tmp/svctop-configuration-XXXXXX".utf8CString)
        folder = try #require(mkdtemp(&path).map { String(cString: $0) })
    }

    deinit {
        for name in files { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    private var files: Set<String> = []

    @discardableResult
    func write(_ content: String, to name: String = "config.toml", mode: mode_t = 0o600) throws -> String {
        try write(Array(content.utf8), to: name, mode: mode)
    }

    @discardableResult
    func write(_ content: [UInt8], to name: String = "config.toml", mode: mode_t = 0o600) throws -> String {
        let path = "\(folder)/\(name)"
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try #require(file >= 0)
        defer { close(file) }
        files.insert(name)
        try #require(Glibc.write(file, content, content.count) == content.count)
        fchmod(file, mode)
        return path
    }

    /// What the file says.
    func settings(_ content: String, mode: mode_t = 0o600) throws -> Settings {
        try ConfigurationFile.read(write(content, mode: mode))
    }

    /// Why the file is refused, without its folder.
    func complaint(_ content: String) throws -> String {
        try complaint(Array(content.utf8))
    }

    func complaint(_ content: [UInt8]) throws -> String {
        let path = try write(content)
        let error = #expect(throws: FileError.self) { try ConfigurationFile.read(path) }
        return (error?.description ?? "").replacing(folder + "/", with: "")
    }
}

/// 32 bytes in Base64.
let secret = "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3I="
