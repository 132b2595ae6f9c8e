import DNSAuthority
import DNSCore
import Glibc
import SmallFiles

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
        do throws(FileFailure) {
            try NewFile.replace(file, with: key.keyFileText, mode: 0o600)
        } catch {
            throw Failure("\(error)")
        }
        return file
    }

    func remove(_ name: DomainName) { unlink(file(of: name)) }
}
