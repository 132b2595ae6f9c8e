/// The files that are being read, each included by the one before it.
struct IncludedFiles {
    static let mostNested = 8
    /// In all: files that include others many times would take for ever.
    static let mostFiles = 1000

    struct File {
        var name: String
        var scanner: EntryScanner
        /// As they were when it was included: it changes nothing for the file that includes it (RFC 1035 section 5.1).
        var originBefore: DomainName
        var ownerBefore: DomainName?
    }

    private(set) var open: [File]
    private var count = 0

    init(_ file: File) {
        open = [file]
    }

    var name: String { open.last?.name ?? "" }

    mutating func nextEntry() throws(EntryScanner.Failure) -> EntryScanner.Entry? {
        guard let last = open.indices.last else { return nil }
        return try open[last].scanner.next()
    }

    /// Whether a file may be included now.
    mutating func check(_ path: String) throws(ZoneFileError.IncludeFault) {
        guard !path.hasPrefix("/") else { throw .absolute(path) }
        guard !path.isEmpty, !path.utf8.contains(0), !path.split(separator: "/").contains("..") else {
            throw .outside(path)
        }
        guard !open.contains(where: { $0.name == path }) else { throw .withinItself(path) }
        guard open.count <= Self.mostNested else { throw .tooDeep }
        guard count < Self.mostFiles else { throw .tooMany }
        count += 1
    }

    mutating func push(_ file: File) { open.append(file) }

    /// The file that has ended, unless it is the first.
    mutating func pop() -> File? { open.count > 1 ? open.popLast() : nil }
}
