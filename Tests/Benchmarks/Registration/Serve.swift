import ArgumentParser
import Glibc

/// A service that does nothing but say when it is ready, to its supervisor and with the time to a file.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say that a service is ready.", shouldDisplay: false)

    /// Gets the process's number, and when it was ready by the clock that never jumps.
    @Argument var file: String

    func run() throws {
        let ready = Clock.now
        try notify()
        let line = "\(getpid()) \(ready)\n"
        let descriptor = open("\(file).new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard write(descriptor, line, line.utf8.count) == line.utf8.count, rename("\(file).new", file) == 0 else {
            throw BenchmarkError("\(file): \(String(cString: strerror(errno)))")
        }
        while true { pause() }
    }

    private func notify() throws {
        guard let path = getenv("NOTIFY_SOCKET").map({ String(cString: $0) }) else {
            throw BenchmarkError("no NOTIFY_SOCKET")
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = path.utf8.map { $0 == UInt8(ascii: "@") ? 0 : $0 }
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { throw BenchmarkError(path) }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, "READY=1", 7, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
        guard sent == 7 else { throw BenchmarkError("\(path): \(String(cString: strerror(errno)))") }
    }
}
