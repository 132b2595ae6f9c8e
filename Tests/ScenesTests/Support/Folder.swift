import Glibc
import Reports
import Testing

/// Small files beside the tests.
enum Folder {
    static let isRecording = getenv("RECORD_SCENES") != nil

    static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names.sorted()
    }

    static func read(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Makes the file's folder where there is none.
    static func write(_ text: String, to path: String) -> Bool {
        if let slash = path.lastIndex(of: "/") { mkdir(String(path[..<slash]), 0o755) }
        guard let file = fopen(path, "w") else { return false }
        defer { fclose(file) }
        let bytes = Array(text.utf8)
        return fwrite(bytes, 1, bytes.count, file) == bytes.count
    }
}

/// What is written to an output.
func written(_ body: (inout Output) -> Void) throws -> String {
    let file = try #require(tmpfile())
    defer { fclose(file) }
    var output = Output(descriptor: fileno(file))
    body(&output)
    try output.finish()
    var bytes = [UInt8](repeating: 0, count: Int(lseek(fileno(file), 0, SEEK_END)))
    try #require(pread(fileno(file), &bytes, bytes.count, 0) == bytes.count)
    return String(decoding: bytes, as: UTF8.self)
}
