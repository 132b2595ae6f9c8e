import Demonstration
import Glibc

/// A folder for as long as the demonstration lasts: zones, keys and the journal of what is done in it.
struct DemoHome {
    let path: String

    init() throws(Failure) {
        let parent = Environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(parent)/svctop-demo-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        guard let made else { throw Failure("\(parent): \(String(cString: strerror(errno)))") }
        path = made
        // The journal of what is tried here is nobody's business afterwards.
        setenv("XDG_STATE_HOME", "\(made)/state", 1)
    }

    var authority: String { "\(path)/authority" }

    /// This very program, for the services that sleep.
    func activation() throws(Failure) -> DemoActivation {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0, count < buffer.count else {
            throw Failure("/proc/self/exe: \(String(cString: strerror(errno)))")
        }
        let program = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return DemoActivation(program: program, arguments: [DemoServiceCommand.name], folder: path)
    }

    func remove() { Self.remove(path) }

    private static func remove(_ path: String) {
        guard let folder = opendir(path) else {
            unlink(path)
            return
        }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            let inner = "\(path)/\(name)"
            if entry.pointee.d_type == UInt8(DT_DIR) { remove(inner) } else { unlink(inner) }
        }
        closedir(folder)
        rmdir(path)
    }
}
