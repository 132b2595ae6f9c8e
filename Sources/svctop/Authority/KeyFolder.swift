import DNSAuthority
import DNSCore
import Glibc

/// Where the secrets of keys lie for those who use them: a file each, in the form that nsupdate, dig and named read.
struct KeyFolder {
    let path: String

    init(data folder: String) { path = "\(folder)/keys" }

    /// `_http._tcp.web.svc.internal.key`; what no file may be called is written in decimal, as in a zone file.
    func file(of name: DomainName) -> String {
        let text = name.isRoot ? "root" : String("\(name.lowercased)".dropLast())
        return "\(path)/\(text.replacing("/", with: "\\047")).key"
    }

    /// Only its owner may read it. What was there is replaced as a whole.
    func write(_ key: TSIGKey) throws(Failure) -> String {
        let file = file(of: key.name)
        mkdir(path, 0o700)
        let draft = "\(file).new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Failure("\(draft): \(Self.errorText)") }
        var text = key.keyFileText
        let isWritten = text.withUTF8 { Glibc.write(descriptor, $0.baseAddress, $0.count) == $0.count }
        let isSynced = fsync(descriptor) == 0
        close(descriptor)
        guard isWritten, isSynced, rename(draft, file) == 0 else { throw Failure("\(file): \(Self.errorText)") }
        return file
    }

    func remove(_ name: DomainName) { unlink(file(of: name)) }

    private static var errorText: String { String(cString: strerror(errno)) }
}
