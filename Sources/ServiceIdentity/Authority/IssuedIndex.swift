import DNSCore
import Glibc
import SmallFiles

/// A text file with a line for each certificate that was issued, the latest last.
struct IssuedIndex {
    let file: String

    private static let limit = 1 << 24

    /// The last of each name, in the order of names.
    func latest() throws(SiteAuthorityError) -> [IssuedCertificate] {
        let text: String
        do throws(TextFile.Failure) {
            text = try TextFile(file, limit: Self.limit).text
        } catch {
            guard error.isMissing else { throw .cannotRead(file: file, reason: error.description) }
            return []
        }
        let all = text.split(whereSeparator: \.isNewline).compactMap { IssuedCertificate(line: $0) }
        let latest = Dictionary(all.map { ($0.profile.name, $0) }) { $1 }
        return latest.values.sorted { $0.profile.name < $1.profile.name }
    }

    func append(_ issued: IssuedCertificate) throws(SiteAuthorityError) {
        guard issued.file.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw .badPath(issued.file) }
        let descriptor = open(file, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotWrite(FileFailure(file)) }
        defer { close(descriptor) }
        var line = issued.line + "\n"
        let isWritten = line.withUTF8 { write(descriptor, $0.baseAddress, $0.count) == $0.count }
        guard isWritten, fsync(descriptor) == 0 else { throw .cannotWrite(FileFailure(file)) }
    }
}
