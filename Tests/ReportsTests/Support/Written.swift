import Glibc
import Reports
import Testing

/// What a report writes, read back from a file.
func written(_ write: (inout Output) -> Void) throws -> String {
    let bytes = try writtenBytes(write)
    return try #require(String(validating: bytes, as: UTF8.self))
}

func writtenBytes(_ write: (inout Output) -> Void) throws -> [UInt8] {
    let file = temporaryFile()
    defer { close(file) }
    var output = Output(descriptor: file)
    write(&output)
    try output.finish()
    var bytes: [UInt8] = []
    lseek(file, 0, SEEK_SET)
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
        while true {
            let count = read(file, buffer.baseAddress, buffer.count)
            guard count > 0 else { return }
            bytes += buffer[..<count]
        }
    }
    return bytes
}

private func temporaryFile() -> Int32 {
    var path = Array("/tmp/svctop-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    unlink(path)
    return file
}
