import Glibc

/// Where a Unix socket is: a path, or `@NAME` for a name in no file system.
struct UnixAddress {
    private var address = sockaddr_un()
    private let length: socklen_t

    init?(_ text: String) {
        guard text.hasPrefix("/") || text.hasPrefix("@") else { return nil }
        var name = Array(text.utf8)
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
    }

    mutating func withPointer<Value>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
        let length = length
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}
