import Glibc
import Testing

/// Gives the path of a file with this text, which is gone afterwards.
func withTemporaryFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
    var path = Array("/tmp/svctop-test-XXXXXX".utf8CString)
    let descriptor = mkstemp(&path)
    try #require(descriptor >= 0)
    defer { unlink(path) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
        let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        try #require(written > 0)
        rest = rest.dropFirst(written)
    }
    close(descriptor)
    return try body(String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
}
