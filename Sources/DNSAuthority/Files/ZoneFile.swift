import DNSCore
import Glibc

/// A zone's master file on the disk, and the files that it includes: none outside of its folder.
package struct ZoneFile {
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// The whole zone, and what the file left open. Of records with different TTLs that belong together (RFC 2181 section
    /// 5.2), all get the first one's, as with named(8).
    package func read(_ zone: DomainName) throws(ZoneFileError) -> (contents: ZoneContents, notes: [ZoneFileNote]) {
        let text: ZoneFileText
        do throws(ZoneFileText.Unreadable) { text = try Self.text(FileDescriptor(path)) } catch {
            throw ZoneFileError(.unreadable(error.reason), file: path)
        }
        var reader = ZoneFileReader(zone: zone, file: path, text: text) { file throws(ZoneFileText.Unreadable) in
            try Self.text(FileDescriptor(file, below: folder))
        }
        var contents = ZoneContents(apex: zone)
        while var record = try reader.next() {
            record.ttl = contents.rrset(record.type, at: record.name)?.ttl ?? record.ttl
            contents.insert(record)
        }
        return (contents, reader.notes)
    }

    private var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func text(_ file: FileDescriptor) -> ZoneFileText {
        ZoneFileText(pieces: { () throws(ZoneFileText.Unreadable) in try file.read(upTo: 1 << 16) })
    }
}

/// A file that is open for as long as somebody holds it.
private final class FileDescriptor {
    private let number: Int32

    /// A file of the user's choice, wherever it lies.
    init(_ path: String) throws(ZoneFileText.Unreadable) {
        number = try Self.checked(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
    }

    /// A file of the zone's choice: no link on the way to it is followed, since that could lead out of the folder.
    init(_ path: String, below folder: String) throws(ZoneFileText.Unreadable) {
        var place = try Self.opened(open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
        let steps = path.split(separator: "/").filter { $0 != "." }
        for (index, step) in steps.enumerated() {
            let isLast = index == steps.count - 1
            let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | (isLast ? O_NONBLOCK : O_DIRECTORY)
            let next = openat(place, String(step), flags)
            let failure = errno
            close(place)
            errno = failure
            place = try Self.opened(next)
        }
        number = try Self.checked(place)
    }

    deinit { close(number) }

    func read(upTo count: Int) throws(ZoneFileText.Unreadable) -> [UInt8] {
        while true {
            var code: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
                let result = Glibc.read(number, buffer.baseAddress, count)
                if result < 0 { code = errno }
                used = max(0, result)
            }
            guard code != 0 else { return bytes }
            guard code == EINTR else { throw ZoneFileText.Unreadable(String(cString: strerror(code))) }
        }
    }

    /// Only a file: a pipe or a device may have no end.
    private static func checked(_ descriptor: Int32) throws(ZoneFileText.Unreadable) -> Int32 {
        let descriptor = try opened(descriptor)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw ZoneFileText.Unreadable("not a file")
        }
        return descriptor
    }

    private static func opened(_ descriptor: Int32) throws(ZoneFileText.Unreadable) -> Int32 {
        guard descriptor >= 0 else { throw failure }
        return descriptor
    }

    private static var failure: ZoneFileText.Unreadable { ZoneFileText.Unreadable(String(cString: strerror(errno))) }
}
