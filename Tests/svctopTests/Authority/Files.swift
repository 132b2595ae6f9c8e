import Glibc
import Testing

/// What is in a file; empty where there is none.
func text(of file: String) -> String {
    guard let stream = fopen(file, "r") else { return "" }
    defer { fclose(stream) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, stream)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
}

/// The permissions of a file or a folder.
func mode(of file: String) throws -> mode_t {
    var status = stat()
    try #require(stat(file, &status) == 0, "\(file): \(String(cString: strerror(errno)))")
    return status.st_mode & 0o777
}

/// Overwrites a file from its beginning.
func overwrite(_ file: String, with text: String) throws {
    let stream = try #require(fopen(file, "w"))
    defer { fclose(stream) }
    fputs(text, stream)
}
